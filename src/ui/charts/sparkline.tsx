import { cn } from "../class-names.ts";
import { ChartTable } from "./chart-table.tsx";
import { pathThrough, placePoints, type SparklinePoint } from "./sparkline-path.ts";

export type SparklineProps = {
  /** What the line shows: "Active sessions, last seven days". */
  label: string;
  points: readonly SparklinePoint[];
  /** What the table says where the line has more points than anybody reads; else it says them all. */
  summary?: readonly { label: string; text: string }[];
  className?: string;
};

/** A small line with its last value marked, and a table of the same for screen readers. */
export function Sparkline({ label, points, summary, className }: SparklineProps) {
  const said =
    summary ??
    points.map(({ label: at, value, text }) => ({ label: at, text: text ?? String(value ?? "not known") }));
  const positions = placePoints(points);
  const last = positions.at(-1);
  return (
    <div className={cn("relative h-8 w-24", className)}>
      <div aria-hidden="true" className="absolute inset-x-1 inset-y-1">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="size-full overflow-visible">
          <title>{label}</title>
          <path
            d={pathThrough(positions)}
            fill="none"
            vectorEffect="non-scaling-stroke"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
            className="stroke-history"
          />
        </svg>
        {last ? (
          <span
            className="absolute size-2 -translate-x-1/2 -translate-y-1/2 rounded-full bg-accent ring-2 ring-surface"
            style={{ left: `${last.x}%`, top: `${last.y}%` }}
          />
        ) : null}
      </div>
      <ChartTable
        caption={label}
        columns={["When", "Value"]}
        rows={said.map(({ label: at, text }) => [at, text])}
        className="sr-only"
      />
    </div>
  );
}
