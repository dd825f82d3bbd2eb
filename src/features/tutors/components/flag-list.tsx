import { flagLook } from "#domain/tutors/tutor-flag.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { TutorFlagShown } from "../schemas.ts";

/** Raised flags with their evidence in sentences. */
export function FlagList({ flags }: { flags: readonly TutorFlagShown[] }) {
  if (flags.length === 0)
    return (
      <p className="text-ink-muted">No flag is raised: nothing that was seen is surely more than chance.</p>
    );
  return (
    <ul className="flex flex-col gap-3">
      {flags.map(({ code, sentence, waits, isShown }) => (
        <li key={code} className="flex flex-col items-start gap-1">
          {isShown ? (
            <StatusBadge {...flagLook[code]} />
          ) : (
            <span className="font-medium text-ink-muted text-sm">
              {flagLook[code].word}, {waits ? "waits for room this week" : "not raised"}
            </span>
          )}
          <p className={isShown ? "" : "text-ink-muted text-sm"}>{sentence}</p>
        </li>
      ))}
    </ul>
  );
}
