import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import {
  estimateSharedError,
  type SharedError,
  type SharedErrorDay,
} from "#domain/forecasting/shared-error.ts";
import { sessionsKnownUntil } from "../history/sessions-known.ts";
import { comparedDays, daysBetween, estimatedEveryHours, priorDays, usualSharedError } from "./weights.ts";

/** What forecasts err together as it was estimated last; what is usual before that. */
export async function readSharedError(db: Database | Trx): Promise<SharedError> {
  const { rows } = await sql<SharedError>`
    select everywhere, day, series, series_day as "seriesDay" from forecast_shared_errors
    order by estimated_at desc limit 1`.execute(db);
  return rows[0] ?? usualSharedError;
}

/**
 * Estimates from forecasts as made, and what came of them, what they err together, and keeps it. Nothing where it was
 * estimated lately, or where no outcome is known. Answers whether it did.
 */
export async function keepSharedError(
  db: Database,
  { asOf, businessTimezone }: { asOf: Date; businessTimezone: string },
): Promise<boolean> {
  const { rows } = await sql<{ lately: boolean | null }>`
    select max(estimated_at) > ${asOf}::timestamptz - make_interval(hours => ${estimatedEveryHours}) as lately
    from forecast_shared_errors`.execute(db);
  const knownUntil = await sessionsKnownUntil(db, asOf);
  if (rows[0]?.lately === true || knownUntil === null) return false;
  const outcomes = await readOutcomes(db, knownUntil, businessTimezone);
  if (outcomes.length === 0) return false;
  const days = new Set(outcomes.map(({ day }) => day)).size;
  const { everywhere, day, series, seriesDay } = estimateSharedError(outcomes, days, {
    prior: usualSharedError,
    priorDays,
  });
  await sql`
    insert into forecast_shared_errors (estimated_at, days, everywhere, day, series, series_day)
    values (${asOf}, ${days}, ${everywhere}, ${day}, ${series}, ${seriesDay})
    on conflict (estimated_at) do nothing`.execute(db);
  return true;
}

/** Of every few days one forecast: its errors by subject and business day. */
async function readOutcomes(db: Database, knownUntil: Date, timezone: string): Promise<SharedErrorDay[]> {
  const { rows } = await sql<SharedErrorDay>`
    with runs as (
      select min(made_at) as made_at from forecast_runs
      where made_at >= ${knownUntil}::timestamptz - make_interval(days => ${comparedDays}) and made_at < ${knownUntil}
      group by floor(extract(epoch from made_at) / (86400 * ${daysBetween}::int))
    ), hours as (
      select made.made_at, made.subject_code, ((made.hour at time zone ${timezone})::date - date '1970-01-01') as day,
        coalesce(came.booked, 0) - made.demand_mean as error, coalesce(made.remainder_mean, 0) as mean
      from runs join supply_demand_forecasts as made
        on made.made_at = runs.made_at and made.made_at >= ${knownUntil}::timestamptz - make_interval(days => ${comparedDays})
      left join demand_hour_rollups as came on came.subject_code = made.subject_code and came.hour = made.hour
      where made.hour + interval '1 hour' <= ${knownUntil}
    )
    select made_at::text as run, subject_code as series, day, sum(error) as error, sum(error * error) as "errorSquares",
      sum(mean) as mean, sum(mean * mean) as "meanSquares"
    from hours group by made_at, subject_code, day`.execute(db);
  return rows;
}
