import { daysBefore, shiftBusinessDay, startOfBusinessDay } from "#domain/time/business-day.ts";
import type { Range, RangeName } from "#platform/metrics/metric.ts";

/** The stretch that a range name means as of `asOf`: today so far, or the last 7 or 30 × 24 hours. */
export function rangeAsOf(name: RangeName, asOf: Date, timezone: string): Range {
  if (name === "today") return { from: startOfBusinessDay(asOf, timezone), to: asOf };
  return { from: daysBefore(asOf, name === "7d" ? 7 : 30), to: asOf };
}

/**
 * The like stretch before: for today the same part of the same weekday a week ago, because days of one week
 * differ more than weeks do; for 7 and 30 days the 7 or 30 days before.
 */
export function likeRangeBefore(name: RangeName, asOf: Date, timezone: string): Range {
  const { from } = rangeAsOf(name, asOf, timezone);
  if (name !== "today") return { from: new Date(from.getTime() * 2 - asOf.getTime()), to: from };
  const start = shiftBusinessDay(asOf, -7, timezone);
  return { from: start, to: new Date(start.getTime() + asOf.getTime() - from.getTime()) };
}

/** What the like stretch is called on screen. */
export const likeRangeLabels: Record<RangeName, string> = {
  today: "the same time last week",
  "7d": "the 7 days before",
  "30d": "the 30 days before",
};
