import Link from "next/link";
import { cn } from "../class-names.ts";
import { formatCount, formatPercent } from "../figures/format.ts";
import { StatusShape } from "../primitives/status-shape.tsx";
import { type Status, statusClasses } from "../status.ts";

export type StackedBarSegment = { label: string; value: number; status: Status; href?: string };

export type StackedBarProps = {
  label: string;
  segments: readonly StackedBarSegment[];
  className?: string;
};

/** Shares of a whole. The list below holds shape, word and figure, so that the bar is never read alone. */
export function StackedBar({ label, segments, className }: StackedBarProps) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0);
  const share = (value: number) => (total > 0 ? value / total : 0);
  return (
    <figure className={cn("flex flex-col gap-2", className)}>
      <div aria-hidden="true" className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-muted">
        {segments.map((segment) =>
          segment.value > 0 ? (
            <span
              key={segment.label}
              title={`${segment.label}: ${formatCount(segment.value)}`}
              className={cn("min-w-1", statusClasses[segment.status].solid)}
              style={{ flexGrow: segment.value, flexBasis: 0 }}
            />
          ) : null,
        )}
      </div>
      <figcaption className="sr-only">{label}</figcaption>
      <ul className="flex flex-wrap justify-between gap-x-3 gap-y-1 text-sm max-sm:grid max-sm:grid-cols-2">
        {segments.map((segment) => (
          <li key={segment.label} className="flex items-center gap-1.5">
            <StatusShape status={segment.status} className="size-3" />
            {segment.href ? (
              <Link
                href={segment.href}
                prefetch={false}
                className="relative z-10 inline-flex min-h-6 items-center rounded-sm text-ink-muted hover:text-ink hover:underline"
              >
                {segment.label}
              </Link>
            ) : (
              <span className="text-ink-muted">{segment.label}</span>
            )}
            <span className="tabular font-medium">{formatCount(segment.value)}</span>
            <span className="tabular text-ink-faint">{formatPercent(share(segment.value), 0)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
