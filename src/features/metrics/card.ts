import { shiftBusinessDay, startOfBusinessDay } from "#domain/time/business-day.ts";
import type { MetricDefinition, MetricLimits, RangeName } from "#platform/metrics/metric.ts";
import type { SeriesPoint } from "./queries.ts";
import type { MetricSettings } from "./weights.ts";

export type MetricStatus = "good" | "warning" | "critical" | "neutral" | "unknown";

/** Which side of its limits a figure lies on. Neutral where the metric has no limits. */
export function metricStatus(
  definition: Pick<MetricDefinition, "goodDirection" | "limits" | "name">,
  statusValue: number | null,
  settings: MetricSettings,
): MetricStatus {
  const limits: MetricLimits | null = settings.limits[definition.name] ?? definition.limits;
  if (statusValue === null) return "unknown";
  if (limits === null || definition.goodDirection === "neither") return "neutral";
  const isBeyond = (limit: number) =>
    definition.goodDirection === "up" ? statusValue < limit : statusValue >= limit;
  if (isBeyond(limits.critical)) return "critical";
  return isBeyond(limits.warning) ? "warning" : "good";
}

export type MetricChange = {
  /** In the metric's unit. */
  difference: number;
  /** Difference over the earlier value; null where that was zero. */
  share: number | null;
  direction: "up" | "down" | "flat";
  isGood: boolean | null;
};

/** The change against an earlier value; null where either is unknown. */
export function metricChange(
  goodDirection: MetricDefinition["goodDirection"],
  value: number | null,
  previous: number | null | undefined,
): MetricChange | null {
  if (value === null || previous === null || previous === undefined) return null;
  const difference = value - previous;
  const direction = difference > 0 ? "up" : difference < 0 ? "down" : "flat";
  const isGood = goodDirection === "neither" || direction === "flat" ? null : direction === goodDirection;
  return { difference, share: previous === 0 ? null : difference / previous, direction, isGood };
}

/** Days that the sparkline of a range shows. */
export function sparklineDays(range: RangeName): number {
  return range === "30d" ? 30 : 7;
}

/**
 * One point per business day: the last known value of each of the `days` days that end with today. A day without
 * a sample has value null, so that a gap is seen as a gap.
 */
export function dailyPoints(
  series: readonly SeriesPoint[],
  days: number,
  asOf: Date,
  timezone: string,
): SeriesPoint[] {
  const today = startOfBusinessDay(asOf, timezone);
  return Array.from({ length: days }, (_, index) => {
    const from = shiftBusinessDay(today, index - days + 1, timezone).getTime();
    const to = shiftBusinessDay(today, index - days + 2, timezone).getTime();
    const last = series.findLast(({ at }) => at.getTime() >= from && at.getTime() < to);
    return last ?? { at: new Date(from), value: null };
  });
}
