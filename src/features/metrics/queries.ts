import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { Sample } from "./sample.ts";

/** The newest sample of every metric and range. */
export async function newestSamples(db: Database | Trx): Promise<Sample[]> {
  const { rows } = await sql<Sample>`
    select known.metric, known.dimension, newest.sampled_at as "sampledAt", newest.value, newest.details
    from (select distinct metric, dimension from metric_hour_rollups) as known
    cross join lateral (
      select sampled_at, value, details from metric_samples sample
      where sample.metric = known.metric and sample.dimension = known.dimension
      order by sampled_at desc limit 1) as newest`.execute(db);
  return rows;
}

export type SeriesPoint = { at: Date; value: number | null };

/** The last value of each hour in [from, to], earliest first. */
export async function hourlySeries(
  db: Database | Trx,
  metric: string,
  dimension: string,
  from: Date,
  to: Date,
): Promise<SeriesPoint[]> {
  return await db
    .selectFrom("metric_hour_rollups")
    .select(["last_sampled_at as at", "last_value as value"])
    .where("metric", "=", metric)
    .where("dimension", "=", dimension)
    .where("hour", ">=", from)
    .where("hour", "<=", to)
    .orderBy("hour")
    .execute();
}
