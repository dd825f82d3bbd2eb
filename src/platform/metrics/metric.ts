import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";

/** The stretches over which the overview looks; every metric over a range is sampled for each of them. */
export const rangeNames = ["today", "7d", "30d"] as const;

export type RangeName = (typeof rangeNames)[number];

/** [from, to) */
export type Range = { from: Date; to: Date };

export type MetricUnit = "count" | "rating" | "share" | "seconds";

export type MetricReading = {
  /** Null: unknown, which is not zero. A share is 0 to 1. */
  value: number | null;
  /** What limits are compared with, where that is not the value itself. */
  statusValue?: number | null;
  /** Facts that the card, the list and the file show beside the value. */
  details?: Record<string, unknown>;
};

/** Limits in the metric's unit; which side is bad follows from `goodDirection`. */
export type MetricLimits = { warning: number; critical: number };

export type MetricContext = { db: Database | Trx; businessTimezone: string };

type MetricBase = {
  /** Stable name in snake_case; never changes its meaning. */
  name: string;
  title: string;
  /** The question it answers. */
  question: string;
  unit: MetricUnit;
  goodDirection: "up" | "down" | "neither";
  /** Default limits, or null where no figure is good or bad in itself. */
  limits: MetricLimits | null;
  /** Where a click leads. */
  href: string;
  /** One or two sentences on how the figure is made, shown on request. */
  howComputed: string;
  owner: string;
};

/** Read as of an instant. */
export type InstantMetric = MetricBase & {
  kind: "instant";
  /** Whether it can be read for instants in the past; hourly for figures that swing within a day. */
  history: "hourly" | "daily" | "none";
  readAt(ctx: MetricContext, asOf: Date): Promise<MetricReading>;
};

/** Read over a stretch of time, and compared with the like stretch before it. */
export type RangeMetric = MetricBase & {
  kind: "range";
  readOver(ctx: MetricContext, range: Range): Promise<MetricReading>;
};

export type MetricDefinition = InstantMetric | RangeMetric;

/** Declares a metric; registry/metrics.ts lists it. */
export function defineMetric<M extends MetricDefinition>(definition: M): M {
  return definition;
}
