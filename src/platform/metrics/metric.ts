import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";

/** The stretches over which the overview looks; every metric over a range is sampled for each of them. */
export const rangeNames = ["today", "7d", "30d"] as const;

export type RangeName = (typeof rangeNames)[number];

/** [from, to) */
export type Range = { from: Date; to: Date };

export type MetricUnit = "count" | "rating" | "share" | "ratio" | "seconds";

type Details = Record<string, unknown>;

export type MetricReading<D extends object = Details> = {
  /** Null: unknown, which is not zero. A share is 0 to 1. */
  value: number | null;
  /** What limits are compared with, where that is not the value itself. */
  statusValue?: number | null;
  /** Facts that the card, the list and the file show beside the value. */
  details: D;
};

/** Limits in the metric's unit; which side is bad follows from `goodDirection`. */
export type MetricLimits = { warning: number; critical: number };

export type MetricContext = { db: Database | Trx; businessTimezone: string };

type MetricBase<D extends object> = {
  /** Stable name in snake_case; never changes its meaning. */
  name: string;
  title: string;
  /** The question it answers. */
  question: string;
  unit: MetricUnit;
  goodDirection: "up" | "down" | "neither";
  /** Default limits, or null where no figure is good or bad in itself. */
  limits: MetricLimits | null;
  /** What a figure within, past the first and past the second limit is called. */
  statusWords?: { good: string; warning: string; critical: string };
  /** Where a click leads. */
  href: string;
  /** One or two sentences on how the figure is made, shown on request. */
  howComputed: string;
  owner: string;
  /** One line that says why the figure matters now, or what is missing where it is unknown. */
  why(value: number | null, details: D): string;
};

/** Read as of an instant. */
export type InstantMetric<D extends object = Details> = MetricBase<D> & {
  kind: "instant";
  /** Whether it can be read for instants in the past; hourly for figures that swing within a day. */
  history: "hourly" | "daily" | "none";
  readAt(ctx: MetricContext, asOf: Date): Promise<MetricReading<D>>;
  /** What the figure is compared with, where that is not its own value one range ago. */
  usual?(details: D): { value: number | null; called: string };
};

/** Read over a stretch of time, and compared with the like stretch before it. */
export type RangeMetric<D extends object = Details> = MetricBase<D> & {
  kind: "range";
  readOver(ctx: MetricContext, range: Range): Promise<MetricReading<D>>;
};

export type MetricDefinition<D extends object = Details> = InstantMetric<D> | RangeMetric<D>;

/** All metrics, and the timezone in which their days begin. */
export type MetricCatalogue = {
  metrics: readonly MetricDefinition[];
  businessTimezone: string;
  /** Seconds of the product's clock for one of the machine's, by which samples are taken. */
  clockSpeed: number;
};

/**
 * Declares a metric that is read as of an instant; registry/metrics.ts lists it. What it stores as details comes
 * back to `why` and `usual` as it was, so that the list may forget the type of each.
 */
export function defineInstantMetric<D extends object>(definition: InstantMetric<D>): InstantMetric {
  return definition as unknown as InstantMetric;
}

/** Declares a metric that is read over a range. */
export function defineRangeMetric<D extends object>(definition: RangeMetric<D>): RangeMetric {
  return definition as unknown as RangeMetric;
}
