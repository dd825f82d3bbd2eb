import { sql } from "kysely";
import { businessDaysUpTo, shiftBusinessDay } from "#domain/time/business-day.ts";
import type { MetricContext, MetricDefinition } from "#platform/metrics/metric.ts";
import type { Sample } from "./sample.ts";
import { backfillDays } from "./weights.ts";

const millisecondsPerHour = 3_600_000;

export type MissingSample = { dimension: Sample["dimension"]; at: Date; from: Date };

/**
 * Instants at which a sample should exist and none does: every full hour for metrics that swing within a day,
 * the end of every business day for the others.
 */
export async function missingSamples(
  ctx: MetricContext,
  metric: MetricDefinition,
  asOf: Date,
): Promise<MissingSample[]> {
  const wanted = wantedSamples(metric, asOf, ctx.businessTimezone);
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ at: Date }>`
    select wanted.at from unnest(${wanted.map(({ at }) => at)}::timestamptz[]) as wanted(at)
    where not exists (select from metric_hour_rollups rollup where rollup.metric = ${metric.name}
      and rollup.dimension = ${wanted[0]?.dimension ?? ""} and rollup.hour = date_trunc('hour', wanted.at, 'UTC'))`.execute(
    ctx.db,
  );
  const missing = new Set(rows.map(({ at }) => at.getTime()));
  return wanted.filter(({ at }) => missing.has(at.getTime()));
}

function wantedSamples(metric: MetricDefinition, asOf: Date, timezone: string): MissingSample[] {
  if (metric.kind === "instant" && metric.history === "none") return [];
  if (metric.kind === "instant" && metric.history === "hourly") return fullHours(asOf);
  const dimension = metric.kind === "range" ? "today" : "";
  // The last millisecond of the day, so that the sample falls into the day's last hour.
  return businessDaysUpTo(asOf, backfillDays + 1, timezone)
    .slice(0, -1)
    .map((from) => ({ dimension, from, at: new Date(shiftBusinessDay(from, 1, timezone).getTime() - 1) }));
}

function fullHours(asOf: Date): MissingSample[] {
  const lastHour = Math.floor(asOf.getTime() / millisecondsPerHour) * millisecondsPerHour;
  return Array.from({ length: backfillDays * 24 }, (_, index) => {
    const at = new Date(lastHour - (backfillDays * 24 - 1 - index) * millisecondsPerHour);
    return { dimension: "", at, from: at };
  });
}

/** Reads the metric for one missing instant, or for the business day that ends there. */
export async function readMissing(
  ctx: MetricContext,
  metric: MetricDefinition,
  gap: MissingSample,
): Promise<Sample> {
  const reading =
    metric.kind === "instant"
      ? await metric.readAt(ctx, gap.at)
      : await metric.readOver(ctx, { from: gap.from, to: gap.at });
  const details = { ...reading.details, backfilled: true };
  return { metric: metric.name, dimension: gap.dimension, sampledAt: gap.at, value: reading.value, details };
}
