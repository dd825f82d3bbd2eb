import Link from "next/link";
import { formatHours, formatMoney } from "#ui/figures/format.ts";
import type { Lever } from "../work-schemas.ts";
import { bestLever } from "./best-lever.ts";
import { leverWords } from "./demand-look.ts";
import { formatSessions, sessionsOf } from "./demand-words.ts";

const tutorsNamed = 4;

/** The best lever that still works in the time left, in full; the others can be unfolded. */
export function LeverList({ levers, unserved }: { levers: Lever[]; unserved: number }) {
  if (levers.length === 0)
    return (
      <p className="border-line border-t pt-3 text-ink-muted text-sm">
        Nobody who taught it is free then, and the hours around have no room: what is left is to recruit, or
        to tell customers in time.
      </p>
    );
  const best = bestLever({ levers });
  const others = levers.filter((lever) => lever !== best);
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-3 text-sm">
      {best ? (
        <LeverNote lever={best} unserved={unserved} />
      ) : (
        <p className="text-ink-muted">No lever works in the time that is left.</p>
      )}
      {others.length > 0 ? (
        <details>
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-ink-muted hover:text-ink">
            {others.length === 1 ? "1 other lever" : `${others.length} other levers`}
          </summary>
          <ul className="mt-2 flex flex-col gap-3">
            {others.map((lever) => (
              <li key={lever.kind}>
                <LeverNote lever={lever} unserved={unserved} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function LeverNote({ lever, unserved }: { lever: Lever; unserved: number }) {
  const rest = lever.tutors.length - tutorsNamed;
  return (
    <div className="min-w-0">
      <p className="font-medium">{lever.title || leverWords[lever.kind]}</p>
      <p className="tabular text-ink-muted">
        Closes {formatSessions(lever.closesSessions)} of {sessionsOf(unserved)}; takes{" "}
        {formatHours(lever.leadHours)},{" "}
        {lever.cents > 0 ? `costs ${formatMoney(lever.cents)}` : "costs nothing"}
        {lever.isInTime ? "" : ", too long for this one"}. {lever.why}
      </p>
      {lever.tutors.length > 0 ? (
        <p>
          {lever.tutors.slice(0, tutorsNamed).map((tutor, index) => (
            <span key={tutor.id}>
              {index > 0 ? ", " : ""}
              <Link
                href={`/tutors/${tutor.id}`}
                prefetch={false}
                title={tutor.why}
                className="inline-flex min-h-6 items-center text-accent-ink underline"
              >
                {tutor.name}
              </Link>
            </span>
          ))}
          {rest > 0 ? ` and ${rest} more` : ""}
        </p>
      ) : null}
    </div>
  );
}
