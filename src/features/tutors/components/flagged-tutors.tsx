import Link from "next/link";
import { formatDate } from "#ui/figures/dates.ts";
import { formatCount } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import type { FlaggedTutors as Answer } from "../schemas.ts";
import { FlagBadges } from "./flag-badges.tsx";

type FlaggedTutorsProps = { flagged: Answer; now: string; timezone: string };

/** Tutors with a raised flag, what speaks for it, and whether somebody works with them already. */
export function FlaggedTutors({ flagged, now, timezone }: FlaggedTutorsProps) {
  return (
    <Card>
      <CardHeader>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <CardTitle>Tutors to talk to</CardTitle>
          {flagged.flagged > 0 ? (
            <Link
              href="/tutors?tier=critical,needs_improvement"
              prefetch={false}
              className="text-accent-ink text-sm underline"
            >
              All flagged tutors
            </Link>
          ) : null}
        </div>
        <p className="text-ink-muted text-sm">{sentence(flagged)}</p>
      </CardHeader>
      {flagged.data.length > 0 ? (
        <CardBody>
          <ul className="divide-y divide-line">
            {flagged.data.map((tutor) => (
              <FlaggedTutor key={tutor.id} tutor={tutor} now={now} timezone={timezone} />
            ))}
          </ul>
        </CardBody>
      ) : null}
    </Card>
  );
}

type RowProps = Omit<FlaggedTutorsProps, "flagged"> & { tutor: Answer["data"][number] };

function FlaggedTutor({ tutor, now, timezone }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <Link
        href={`/tutors/${tutor.id}`}
        prefetch={false}
        className="w-48 truncate font-medium leading-6 hover:underline"
      >
        {tutor.name}
      </Link>
      <span className="w-72">
        <FlagBadges flags={tutor.flags} />
      </span>
      <span className="min-w-48 flex-1 text-ink-muted text-sm">{tutor.flags[0]?.sentence}</span>
      <span className="flex w-40 flex-col text-ink-muted text-sm sm:items-end sm:text-right">
        {tutor.task === null ? (
          "No coaching task yet"
        ) : (
          <span>
            {tutor.task.owner}, due {formatDate(tutor.task.dueOn, "UTC")}
          </span>
        )}
        <span className="text-ink-faint">
          flagged <RelativeTime at={tutor.raisedAt} now={now} timezone={timezone} />
        </span>
      </span>
    </li>
  );
}

function sentence({ flagged, newlyFlagged, withoutTask }: Answer): string {
  if (flagged === 0)
    return "No tutor is flagged: nothing that was seen is surely more than chance. Who is appears here, with what speaks for it.";
  const lately = newlyFlagged === 0 ? "" : `, ${formatCount(newlyFlagged)} of them in the last 24 hours`;
  const tasks =
    withoutTask === 0
      ? "Each has a coaching task."
      : `${formatCount(withoutTask)} ${withoutTask === 1 ? "has" : "have"} no coaching task yet.`;
  return `${formatCount(flagged)} ${flagged === 1 ? "tutor is" : "tutors are"} flagged${lately}. ${tasks}`;
}
