import { cn } from "../class-names.ts";

export type RangeBarProps = {
  /** The end of the scale. */
  most: number;
  /** From zero: what is certain. */
  filled?: number;
  /** The band around the mark. */
  low?: number;
  high?: number;
  mark: number;
  /** A dotted line: what it is held against. */
  limit?: number | null;
  className?: string;
};

const at = (value: number, most: number) =>
  `${most > 0 ? Math.min(100, Math.max(0, (value / most) * 100)) : 0}%`;

/** A value on a scale with its band, its certain part and a limit. Decoration: the figures stand beside it. */
export function RangeBar({ most, filled = 0, low, high, mark, limit, className }: RangeBarProps) {
  return (
    <span aria-hidden="true" className={cn("relative block h-4 w-full min-w-16", className)}>
      <span className="absolute inset-x-0 top-1.5 h-1 rounded-full bg-muted" />
      {low !== undefined && high !== undefined ? (
        <span
          className="absolute inset-y-0.5 rounded-sm bg-accent opacity-15"
          style={{ left: at(low, most), right: `calc(100% - ${at(high, most)})` }}
        />
      ) : null}
      <span className="absolute left-0 top-1 h-2 rounded-sm bg-history" style={{ width: at(filled, most) }} />
      <span
        className="absolute inset-y-0 w-1 rounded-sm bg-accent"
        style={{ left: `calc(${at(mark, most)} - 2px)` }}
      />
      {limit === undefined || limit === null ? null : (
        <span
          className="absolute -inset-y-0.5 border-ink border-l-2 border-dotted"
          style={{ left: at(limit, most) }}
        />
      )}
    </span>
  );
}
