import { cn } from "../class-names.ts";
import { type FigureFormat, formatFigure, formatPercent } from "../figures/format.ts";
import { type Status, statusClasses } from "../status.ts";

export type ProgressToTargetProps = {
  label: string;
  value: number;
  target: number;
  /** Where it should stand by now; a line marks it. */
  expectedByNow?: number;
  format?: FigureFormat;
  status?: Status;
  className?: string;
};

/** 79 % of the target of 180, with a mark for what is usual by now. */
export function ProgressToTarget(props: ProgressToTargetProps) {
  const { label, value, target, expectedByNow, format = "count", status, className } = props;
  const share = target > 0 ? value / target : 0;
  const expectedShare = expectedByNow !== undefined && target > 0 ? expectedByNow / target : null;
  const left = (ratio: number) => `${Math.min(100, Math.max(0, ratio * 100))}%`;
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(1, Math.max(0, share)) * 100)}
        aria-valuetext={`${formatFigure(value, format)} of ${formatFigure(target, format)}`}
        className="relative h-2 rounded-full bg-muted"
      >
        <div
          className={cn("h-full rounded-full", status ? statusClasses[status].solid : "bg-accent")}
          style={{ width: left(share) }}
        />
        {expectedShare === null ? null : (
          <div
            className="absolute -inset-y-1 w-0.5 -translate-x-1/2 rounded-full bg-ink"
            style={{ left: left(expectedShare) }}
          />
        )}
      </div>
      <p className="tabular flex flex-wrap justify-between gap-x-3 text-ink-muted text-sm">
        <span>
          {formatPercent(share, 0)} of the target of {formatFigure(target, format)}
        </span>
        {expectedByNow === undefined ? null : (
          <span>{formatFigure(expectedByNow, format)} expected by now</span>
        )}
      </p>
    </div>
  );
}
