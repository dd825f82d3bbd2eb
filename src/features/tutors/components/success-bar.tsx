import { formatInterval, formatPercent } from "#ui/figures/format.ts";
import type { Rate } from "../schemas.ts";

export type SuccessBarProps = {
  success: Rate | null;
  rated: number;
  /** What is expected of the mix, or what others reach. */
  mark: { value: number | null; word: string };
  /** Says what was counted under the bar. */
  withWords?: boolean;
};

const at = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`;

/** A rate on a scale of 0 to 100 % with its interval, and a mark for what it is held against. */
export function SuccessBar({ success, rated, mark, withWords = true }: SuccessBarProps) {
  if (success === null) return <span className="text-ink-faint">no rated first session</span>;
  return (
    <span className="flex min-w-40 flex-col gap-1 py-1">
      <span className="flex items-center gap-2.5">
        <span className="tabular w-11 shrink-0 text-right font-medium">{formatPercent(success.rate, 0)}</span>
        <span aria-hidden="true" className="relative h-3 w-full max-w-32 min-w-16">
          <span className="absolute inset-x-0 top-1 h-1 rounded-full bg-muted" />
          <span
            className="absolute top-0.5 h-2 rounded-sm bg-accent-soft"
            style={{ left: at(success.lower), width: at(success.upper - success.lower) }}
          />
          <span
            className="absolute top-0 h-3 w-1 rounded-sm bg-accent"
            style={{ left: `calc(${at(success.rate)} - 2px)` }}
          />
          {mark.value === null ? null : (
            <span
              className="absolute -top-0.5 h-4 border-ink border-l-2 border-dotted"
              style={{ left: at(mark.value) }}
            />
          )}
        </span>
      </span>
      {withWords ? (
        <span className="tabular text-ink-muted text-xs">
          {formatInterval(success.lower, success.upper)} of {rated}
          {mark.value === null ? "" : `; ${mark.word} ${formatPercent(mark.value, 0)}`}
        </span>
      ) : null}
    </span>
  );
}
