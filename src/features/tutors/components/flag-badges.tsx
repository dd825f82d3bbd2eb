import { certaintyWords } from "#domain/tutors/certainty-words.ts";
import { flagLook } from "#domain/tutors/tutor-flag.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { TutorFlagShown } from "../schemas.ts";

/** Raised flags with how certain each is; the evidence on hover, and in full on the tutor's page. */
export function FlagBadges({ flags }: { flags: readonly TutorFlagShown[] }) {
  if (flags.length === 0) return <span className="text-ink-faint">none</span>;
  return (
    <span className="flex flex-col gap-1">
      {flags.map(({ code, certainty, sentence }) => (
        <span key={code} title={sentence} className="flex items-center gap-1.5 whitespace-nowrap">
          <StatusBadge {...flagLook[code]} />
          <span className="tabular text-ink-muted text-xs">{certaintyWords(certainty)} sure</span>
        </span>
      ))}
    </span>
  );
}
