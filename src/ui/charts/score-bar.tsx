import { cn } from "../class-names.ts";
import { StatusBadge } from "../primitives/status-badge.tsx";
import { type Status, statusClasses } from "../status.ts";

export type ScoreBarProps = {
  score: number | null;
  status: Status;
  /** The word of the tier. */
  word: string;
  max?: number;
  className?: string;
};

/** Number, bar and word in one line, for table cells. */
export function ScoreBar({ score, status, word, max = 100, className }: ScoreBarProps) {
  const percent = score === null ? 0 : Math.min(100, Math.max(0, (score / max) * 100));
  return (
    <span className={cn("inline-flex items-center gap-2.5", className)}>
      <span className="tabular w-7 text-right font-medium">{score === null ? "–" : Math.round(score)}</span>
      <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden rounded-full bg-muted">
        <span
          className={cn("block h-full rounded-full", statusClasses[status].solid)}
          style={{ width: `${percent}%` }}
        />
      </span>
      <StatusBadge status={status} word={word} variant="plain" />
    </span>
  );
}
