import type { ReactNode } from "react";
import { formatCount, formatPercent } from "#ui/figures/format.ts";
import type { DemandOutlier } from "../work-schemas.ts";
import { type Clocks, endOfHour, formatSessions, whenOf } from "./demand-words.ts";

export type OutlierListProps = {
  outliers: readonly DemandOutlier[];
  clocks: Clocks;
  /** Takes an hour as ordinary; nothing for those who may only read. */
  actionsOf: (outlier: DemandOutlier) => ReactNode;
};

/** Hours that weigh less in training, and who says so. */
export function OutlierList({ outliers, clocks, actionsOf }: OutlierListProps) {
  if (outliers.length === 0)
    return (
      <p className="text-ink-muted">No hour is out of the ordinary: all of the history weighs in full.</p>
    );
  return (
    <ul className="flex flex-col divide-y divide-line text-sm">
      {outliers.map((outlier) => (
        <li
          key={`${outlier.code} ${outlier.hour}`}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0"
        >
          <div className="min-w-0 flex-1">
            <p className="tabular font-medium">{whenOf(outlier.hour, endOfHour(outlier.hour), clocks)}</p>
            <p className="tabular">
              {formatCount(outlier.booked)} booked, {formatSessions(outlier.expected)} expected; weighs{" "}
              {formatPercent(outlier.weight, 0)}
            </p>
            <p className="text-ink-muted">
              {outlier.reason} ·{" "}
              {outlier.isMarkedByHand ? `marked by ${outlier.markedBy}` : "found by the detector"}
            </p>
          </div>
          {actionsOf(outlier)}
        </li>
      ))}
    </ul>
  );
}
