import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { sessionsKnownUntil } from "../history/sessions-known.ts";
import type { DemandSettings } from "../weights.ts";
import { findContradiction, type Outcome, sumLaw } from "./contradiction.ts";

/** Days before, by whose scatter it is measured how far hours hang together. */
const pastDays = 28;
const leastPastDays = 7;

/** Why a forecast has to be made before its time; null where the standing one has not been contradicted. */
export async function reasonForEarlyRun(
  db: Database,
  asOf: Date,
  { windowHours, leastHours, falseAlarmRate }: DemandSettings["early"],
): Promise<string | null> {
  const newest = await newestRun(db);
  if (newest === null || asOf.getTime() - newest.getTime() < leastHours * 3_600_000) return null;
  const knownUntil = await sessionsKnownUntil(db, asOf);
  if (knownUntil === null) return null;
  const to = new Date(Math.floor(knownUntil.getTime() / 3_600_000) * 3_600_000);
  const from = new Date(to.getTime() - windowHours * 3_600_000);
  const standing = await readOutcomes(db, { from, to, madeAt: newest });
  const inflation = await measureInflation(db, from);
  const found = findContradiction(standing, { falseAlarmRate, inflation });
  if (found === null) return null;
  const whose = found.code === null ? "All subjects together" : found.code;
  return `${whose} had ${found.actual} sessions where ${Math.round(found.expected)} were expected; chance makes such a difference in ${toShare(found.probability)} of cases.`;
}

const toShare = (probability: number) =>
  probability < 1e-6 ? "less than one in a million" : `one in ${Math.round(1 / probability)}`;

async function newestRun(db: Database): Promise<Date | null> {
  const { rows } = await sql<{ made_at: Date }>`
    select made_at from forecast_runs order by made_at desc limit 1`.execute(db);
  return rows[0]?.made_at ?? null;
}

type Window = { from: Date; to: Date; madeAt: Date };

async function readOutcomes(db: Database, { from, to, madeAt }: Window): Promise<Outcome[]> {
  const { rows } = await sql<Outcome>`
    select made.subject_code as code, made.booked as known, coalesce(made.remainder_mean, 0) as "remainderMean",
      coalesce(made.dispersion, 0) as dispersion, coalesce(came.booked, 0) as actual
    from supply_demand_forecasts as made
    left join demand_hour_rollups as came on came.subject_code = made.subject_code and came.hour = made.hour
    where made.made_at = ${madeAt} and made.hour >= ${from} and made.hour < ${to}`.execute(db);
  return rows;
}

/**
 * By how much daily totals scattered more than their laws said, as a factor of the variance; 1 where they did not, or
 * where too few days are known. Days hang together through weather and news that no model saw.
 */
async function measureInflation(db: Database, before: Date): Promise<number> {
  const { rows } = await sql<Outcome & { day: number }>`
    select * from (
      select distinct on (made.subject_code, made.hour) made.subject_code as code, made.booked as known,
        coalesce(made.remainder_mean, 0) as "remainderMean", coalesce(made.dispersion, 0) as dispersion,
        coalesce(came.booked, 0) as actual,
        floor(extract(epoch from ${before}::timestamptz - made.hour) / 86400)::int as day
      from supply_demand_forecasts as made
      left join demand_hour_rollups as came on came.subject_code = made.subject_code and came.hour = made.hour
      where made.hour >= ${before}::timestamptz - make_interval(days => ${pastDays}) and made.hour < ${before}
        and made.made_at >= ${before}::timestamptz - make_interval(days => ${pastDays + 2})
        and made.made_at <= made.hour and made.hour - made.made_at <= interval '1 day'
      order by made.subject_code, made.hour, made.made_at desc) as day_ahead`.execute(db);
  const days = [...Map.groupBy(rows, ({ day }) => day).values()];
  if (days.length < leastPastDays) return 1;
  const squares = days.map((hours) => {
    const law = sumLaw(hours);
    if (law.kind !== "negative_binomial") return 0;
    const actual = hours.reduce((sum, hour) => sum + hour.actual, 0);
    return (actual - law.known - law.mean) ** 2 / Math.max(1, law.mean + law.dispersion * law.mean ** 2);
  });
  return Math.max(1, squares.reduce((sum, square) => sum + square, 0) / days.length);
}
