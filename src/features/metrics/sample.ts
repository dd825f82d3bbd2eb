import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import {
  type MetricContext,
  type MetricDefinition,
  type MetricReading,
  type RangeName,
  rangeNames,
} from "#platform/metrics/metric.ts";
import { likeRangeBefore, rangeAsOf } from "./ranges.ts";

export type Sample = {
  metric: string;
  /** Name of the range, or empty for a metric that is read as of an instant. */
  dimension: RangeName | "";
  sampledAt: Date;
  value: number | null;
  details: Record<string, unknown>;
};

function toSample(
  metric: string,
  dimension: Sample["dimension"],
  sampledAt: Date,
  reading: MetricReading,
): Sample {
  const { value, statusValue, details } = reading;
  const status = statusValue === undefined ? {} : { statusValue };
  return { metric, dimension, sampledAt, value, details: { ...details, ...status } };
}

/** Everything that is sampled of one metric as of `asOf`: once, or for each range with its like stretch before. */
export async function readSamples(
  ctx: MetricContext,
  metric: MetricDefinition,
  asOf: Date,
): Promise<Sample[]> {
  if (metric.kind === "instant") return [toSample(metric.name, "", asOf, await metric.readAt(ctx, asOf))];
  const samples: Sample[] = [];
  for (const name of rangeNames) {
    const reading = await metric.readOver(ctx, rangeAsOf(name, asOf, ctx.businessTimezone));
    const before = await metric.readOver(ctx, likeRangeBefore(name, asOf, ctx.businessTimezone));
    const details = { ...reading.details, previous: before.value };
    samples.push(toSample(metric.name, name, asOf, { ...reading, details }));
  }
  return samples;
}

/**
 * Stores samples and their hourly rollups. A second sample of the same instant takes the place of the first, as
 * happens where the product's clock stands still.
 */
export async function storeSamples(trx: Trx, samples: readonly Sample[]): Promise<void> {
  if (samples.length === 0) return;
  const records = JSON.stringify(
    samples.map(({ metric, dimension, sampledAt, value, details }) => ({
      metric,
      dimension,
      sampled_at: sampledAt,
      value,
      details,
    })),
  );
  await sql`
    with stored as (
      insert into metric_samples (metric, dimension, sampled_at, value, details)
      select * from jsonb_to_recordset(${records}::jsonb)
        as sample(metric text, dimension text, sampled_at timestamptz, value float8, details jsonb)
      on conflict (metric, dimension, sampled_at) do update set value = excluded.value, details = excluded.details
      returning metric, dimension, sampled_at, value
    ), hours as (
      select metric, dimension, date_trunc('hour', sampled_at, 'UTC') as hour,
        (array_agg(value order by sampled_at))[1] as first_value,
        (array_agg(value order by sampled_at desc))[1] as last_value,
        min(value) as min_value, max(value) as max_value,
        coalesce(sum(value), 0) as value_sum, count(value)::int as value_count, max(sampled_at) as last_sampled_at
      from stored group by 1, 2, 3
    )
    insert into metric_hour_rollups as rollup (metric, dimension, hour, first_value, last_value, min_value, max_value,
      value_sum, value_count, last_sampled_at)
    select * from hours
    on conflict (metric, dimension, hour) do update set
      last_value = case when excluded.last_sampled_at >= rollup.last_sampled_at then excluded.last_value else rollup.last_value end,
      min_value = least(rollup.min_value, excluded.min_value),
      max_value = greatest(rollup.max_value, excluded.max_value),
      value_sum = rollup.value_sum + excluded.value_sum,
      value_count = rollup.value_count + excluded.value_count,
      last_sampled_at = greatest(rollup.last_sampled_at, excluded.last_sampled_at)`.execute(trx);
}
