import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { localDayOf } from "#domain/time/zone-offset.ts";
import { appendEvents } from "#platform/live/event.ts";
import { sessionsKnownUntil } from "../history/sessions-known.ts";
import { type AccuracySums, addSums, judgeHour, noSums, type PassedHour } from "./judge-hour.ts";

export type MeasureRequest = {
  asOf: Date;
  businessTimezone: string;
  /** Business days back that are measured anew: late records change what came. */
  days: number;
};

/** A day may be 25 hours long. */
const longestDayMs = 25 * 3_600_000;

/**
 * Compares each forecast as it was made with what came, by subject, model, business day and distance. Of several
 * forecasts of one hour at the same distance the last one counts. Days are measured anew as a whole, so that doing it
 * twice changes nothing. Answers how many hours were compared.
 */
export async function measureAccuracy(db: Database, request: MeasureRequest): Promise<number> {
  const knownUntil = await sessionsKnownUntil(db, request.asOf);
  if (knownUntil === null) return 0;
  const toMs = Math.floor(knownUntil.getTime() / 3_600_000) * 3_600_000;
  const first = await firstDay(db, toMs, request);
  let compared = 0;
  for (let day = first; day <= localDayOf(request.businessTimezone, toMs); day++)
    compared += await measureDay(db, day, toMs, request.businessTimezone);
  return compared;
}

/** From the last day that was measured on: a worker that stood still for days has them all to do. */
async function firstDay(
  db: Database,
  toMs: number,
  { businessTimezone, days }: MeasureRequest,
): Promise<number> {
  const { rows } = await sql<{ day: string | null; first: Date | null }>`
    select (select max(day) from forecast_accuracy) as day, (select min(made_at) from forecast_runs) as first`.execute(
    db,
  );
  const { day, first } = rows[0] ?? { day: null, first: null };
  const last =
    day === null
      ? first === null
        ? Infinity
        : localDayOf(businessTimezone, first.getTime())
      : Date.parse(day) / dayMs;
  return Math.min(last, localDayOf(businessTimezone, toMs) - days + 1);
}

async function measureDay(db: Database, day: number, toMs: number, timezone: string): Promise<number> {
  // Whatever the zone, the hours of the day lie within these.
  const around = {
    from: new Date(day * dayMs - longestDayMs),
    to: new Date((day + 1) * dayMs + longestDayMs),
  };
  return await inTransaction(db, async (trx) => {
    const passed = (await readPassedHours(trx, around)).filter(
      ({ hour }) => hour.getTime() < toMs && localDayOf(timezone, hour.getTime()) === day,
    );
    const date = new Date(day * dayMs).toISOString().slice(0, 10);
    const sums = sumUp(passed);
    await sql`delete from forecast_accuracy where day = ${date}::date`.execute(trx);
    if (sums.length > 0) {
      await insertSums(trx, sums, date);
      await appendEvents(trx, [{ kind: "demand.changed", key: "accuracy", payload: { what: "accuracy" } }]);
    }
    return passed.length;
  });
}

type StoredHour = PassedHour & { code: string; hour: Date; modelId: number; distance: number };

async function readPassedHours(trx: Trx, { from, to }: { from: Date; to: Date }): Promise<StoredHour[]> {
  const { rows } = await sql<StoredHour>`
    with made as (
      select distinct on (subject_code, hour, distance) *
      from (select *, greatest(1, ceil(extract(epoch from hour - made_at) / 86400))::int as distance
        from supply_demand_forecasts
        where hour >= ${from} and hour < ${to} and made_at >= ${from}::timestamptz - interval '8 days' and made_at < ${to}) as near
      where distance <= 7
      order by subject_code, hour, distance, made_at desc
    )
    select made.subject_code as code, made.hour, made.model_id as "modelId", made.distance,
      made.demand_mean as mean, made.demand_median as median, made.demand_lower as lower, made.demand_upper as upper,
      made.booked, coalesce(made.remainder_mean, greatest(0, made.demand_mean - made.booked)) as "remainderMean",
      coalesce(made.dispersion, 0) as dispersion, coalesce(made.mean_without_override, made.demand_mean) as "meanWithoutOverride",
      made.reference_mean as "referenceMean", made.reference_lower as "referenceLower",
      made.reference_upper as "referenceUpper", coalesce(came.booked, 0) as actual,
      coalesce(before.booked, 0) as "weekBefore"
    from made
    left join demand_hour_rollups as came on came.subject_code = made.subject_code and came.hour = made.hour
    left join demand_hour_rollups as before
      on before.subject_code = made.subject_code and before.hour = made.hour - interval '168 hours'`.execute(
    trx,
  );
  return rows;
}

type DaySums = AccuracySums & { subject_code: string; model_id: number; distance_days: number };

function sumUp(passed: readonly StoredHour[]): DaySums[] {
  const groups = Map.groupBy(passed, ({ code, modelId, distance }) => `${modelId} ${distance} ${code}`);
  return [...groups.values()].flatMap((hours) => {
    const [first] = hours;
    if (first === undefined) return [];
    const sums = hours.reduce((sum, hour) => addSums(sum, judgeHour(hour)), noSums);
    return [{ subject_code: first.code, model_id: first.modelId, distance_days: first.distance, ...sums }];
  });
}

async function insertSums(trx: Trx, sums: readonly DaySums[], date: string): Promise<void> {
  const columns = Object.keys(noSums);
  await sql`
    insert into forecast_accuracy (subject_code, model_id, day, distance_days, ${sql.join(columns.map((name) => sql.ref(name)))})
    select subject_code, model_id, ${date}::date, distance_days, ${sql.join(columns.map((name) => sql.ref(name)))}
    from jsonb_populate_recordset(null::forecast_accuracy, ${JSON.stringify(sums)}::jsonb)`.execute(trx);
}
