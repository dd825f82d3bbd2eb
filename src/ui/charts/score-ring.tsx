import { cn } from "../class-names.ts";
import { StatusBadge } from "../primitives/status-badge.tsx";
import { type Status, statusClasses } from "../status.ts";

export type ScoreRingProps = {
  score: number | null;
  status: Status;
  word: string;
  max?: number;
  sizePx?: number;
  className?: string;
};

const radius = 42;
const circumference = 2 * Math.PI * radius;

/** The score of one thing, large, with its word. */
export function ScoreRing({ score, status, word, max = 100, sizePx = 96, className }: ScoreRingProps) {
  const share = score === null ? 0 : Math.min(1, Math.max(0, score / max));
  return (
    <div className={cn("inline-flex flex-col items-center gap-2", className)}>
      <div className="relative" style={{ width: sizePx, height: sizePx }}>
        <svg viewBox="0 0 100 100" aria-hidden="true" className="size-full -rotate-90">
          <circle cx="50" cy="50" r={radius} fill="none" strokeWidth="8" className="stroke-muted" />
          {share > 0 ? (
            <circle
              cx="50"
              cy="50"
              r={radius}
              fill="none"
              strokeWidth="8"
              strokeLinecap="round"
              strokeDasharray={`${share * circumference} ${circumference}`}
              className={statusClasses[status].stroke}
            />
          ) : null}
        </svg>
        <p className="tabular absolute inset-0 flex items-center justify-center font-semibold text-xl">
          {score === null ? "–" : Math.round(score)}
          <span className="sr-only"> of {max}</span>
        </p>
      </div>
      <StatusBadge status={status} word={word} />
    </div>
  );
}
