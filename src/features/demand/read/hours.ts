import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { SharedError } from "#domain/forecasting/shared-error.ts";
import { AppError } from "#platform/errors.ts";
import type { DemandContext } from "../demand-context.ts";
import { detector } from "../history/keep-outliers.ts";
import { sessionsKnownUntil } from "../history/sessions-known.ts";
import { allSubjects } from "../schemas/ground.ts";
import type { DemandHours, HistoryHour } from "../schemas/hours.ts";
import { readSharedError } from "../shared-error/keep-shared-error.ts";
import { readGround } from "./ground.ts";
import { readHourStates } from "./hour-states.ts";
import { readOutlookHours, sumBySubject, toOutlookHour } from "./outlook-hours.ts";

/** One subject, or every visible one together, hour by hour. Throws not_found. */
export async function readHours(
  ctx: DemandContext,
  { subject, historyDays }: { subject: string; historyDays: number },
): Promise<DemandHours> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { code, name } = await findSubject(trx, subject);
    const ground = await readGround(trx, asOf, ctx.businessTimezone);
    const rows = await readOutlookHours(trx, asOf, code);
    const shared = await readSharedError(trx);
    const summing = { shared, businessTimezone: ctx.businessTimezone };
    const outlook = code === null ? sumBySubject(rows, summing) : rows;
    const states = await readHourStates(trx);
    return {
      ground,
      code: code ?? allSubjects,
      name,
      history: await readHistory(trx, asOf, { code, historyDays, shared }),
      outlook: outlook.map((row) => toOutlookHour(row, states)),
    };
  });
}

/** The subject of a code that the viewer sees, null for all together. Throws not_found. */
export async function findSubject(trx: Trx, code: string): Promise<{ code: string | null; name: string }> {
  if (code === allSubjects) return { code: null, name: "All subjects" };
  const { rows } = await sql<{ code: string; name: string }>`
    select subject_code as code, name from subjects
    where subject_code = ${code} and viewer_sees_subject(subject_code)`.execute(trx);
  if (rows[0] === undefined)
    throw new AppError("not_found", `There is no subject "${code}", or you may not see it.`);
  return rows[0];
}

type HistoryRow = {
  hour: Date;
  booked: number | null;
  served: number | null;
  mean: number | null;
  lower: number | null;
  upper: number | null;
  weight: number | null;
  reason: string | null;
  marked_by: string | null;
};

/** Hours up to where sessions are known; before the records begin nothing is said of them. */
async function readHistory(
  trx: Trx,
  asOf: Date,
  { code, historyDays, shared }: { code: string | null; historyDays: number; shared: SharedError },
): Promise<HistoryHour[]> {
  const knownUntil = await sessionsKnownUntil(trx, asOf);
  if (knownUntil === null || historyDays === 0) return [];
  const toMs = Math.floor(asOf.getTime() / 3_600_000) * 3_600_000;
  const range = { from: new Date(toMs - historyDays * 86_400_000), to: new Date(toMs) };
  // Subjects of one hour err together: half-widths of bands add up like standard deviations with that covariance.
  const together = sql`(${1.96 ** 2 * (shared.everywhere + shared.day)}::float8 * greatest(0, sum(remainder_mean) ^ 2 - sum(remainder_mean ^ 2)))`;
  const { rows } = await sql<HistoryRow>`
    with hours as (
      select generate_series(${range.from}::timestamptz, ${range.to}::timestamptz - interval '1 hour', interval '1 hour') as hour
    ), first as (
      select min(hour) as known_from from demand_hour_rollups where ${code}::text is null or subject_code = ${code}
    ), counted as (
      select hour, sum(booked)::int as booked, sum(completed)::int as served from demand_hour_rollups
      where hour >= ${range.from} and hour < ${range.to} and (${code}::text is null or subject_code = ${code})
      group by hour
    ), made as (
      select hour, sum(demand_mean) as mean,
        greatest(sum(booked), sum(demand_mean) - sqrt(sum((demand_mean - demand_lower) ^ 2) + ${together})) as lower,
        sum(demand_mean) + sqrt(sum((demand_upper - demand_mean) ^ 2) + ${together}) as upper
      from (select distinct on (subject_code, hour) subject_code, hour, demand_mean, demand_lower, demand_upper, booked,
          coalesce(remainder_mean, 0) as remainder_mean
        from supply_demand_forecasts
        where hour >= ${range.from} and hour < ${range.to} and made_at >= ${range.from}::timestamptz - interval '3 days'
          and made_at <= hour and hour - made_at <= interval '1 day'
          and (${code}::text is null or subject_code = ${code}) and viewer_sees_subject(subject_code)
        order by subject_code, hour, made_at desc) as day_ahead
      group by hour
    )
    select hours.hour, case when hours.hour >= first.known_from and hours.hour + interval '1 hour' <= ${knownUntil} then coalesce(booked, 0) end as booked,
      case when hours.hour >= first.known_from and hours.hour + interval '1 hour' <= ${knownUntil} then coalesce(served, 0) end as served,
      mean, lower, upper, weight, reason, marked_by
    from hours cross join first left join counted using (hour) left join made using (hour)
    left join demand_outliers as outlier on outlier.hour = hours.hour and outlier.subject_code = ${code} and weight < 1
    order by hours.hour`.execute(trx);
  return rows.map((row) => ({
    hour: row.hour.toISOString(),
    booked: row.booked,
    served: row.served,
    forecast:
      row.mean === null || row.lower === null || row.upper === null
        ? null
        : { mean: row.mean, lower: row.lower, upper: row.upper },
    outlier:
      row.weight === null
        ? null
        : { weight: row.weight, reason: row.reason ?? "", isMarkedByHand: row.marked_by !== detector },
  }));
}
