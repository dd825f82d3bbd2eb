import { type RawBuilder, sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";

/**
 * `stored`: what the rollups say, which is what is known now. `as_of`: sessions that had been booked by the instant,
 * counted one by one, for a look back; what was cancelled or moved since then counts as it does now.
 */
export type CountSource = { kind: "stored" } | { kind: "as_of"; asOf: Date };

export type HourRange = { from: Date; to: Date };

/** Booked sessions of each subject by the place of the hour in the range, from 0. Hours without any are left out. */
export async function countBookedHours(
  db: Database | Trx,
  range: HourRange,
  source: CountSource,
): Promise<Map<string, Float64Array>> {
  const hours = Math.round((range.to.getTime() - range.from.getTime()) / 3_600_000);
  // As one text for each subject: a year of a hundred subjects is nearly a million rows.
  const { rows } = await sql<{ code: string; places: string; counts: string }>`
    select subject_code as code, string_agg(place::text, ',') as places, string_agg(booked::text, ',') as counts
    from (select subject_code, (extract(epoch from hour - ${range.from}::timestamptz) / 3600)::int as place, booked
      from (${hoursOf(range, source)}) as counted) as placed
    group by subject_code order by subject_code`.execute(db);
  return new Map(rows.map(({ code, places, counts }) => [code, spread(places, counts, hours)]));
}

function spread(places: string, counts: string, hours: number): Float64Array {
  const values = new Float64Array(hours);
  const booked = counts.split(",");
  for (const [index, place] of places.split(",").entries()) values[Number(place)] = Number(booked[index]);
  return values;
}

function hoursOf({ from, to }: HourRange, source: CountSource): RawBuilder<unknown> {
  if (source.kind === "stored")
    return sql`select subject_code, hour, booked from demand_hour_rollups where hour >= ${from} and hour < ${to}`;
  return sql`
    select subject_code, date_bin('1 hour', scheduled_at, 'epoch') as hour, count(*) as booked from sessions
    where deleted_at is null and scheduled_at >= ${from} and scheduled_at < ${to} and created_at <= ${source.asOf}
    group by 1, 2`;
}

/** Since when each subject exists: its first booked hour, or when the source made it where that was earlier. */
export async function readSubjects(db: Database | Trx, to: Date): Promise<SubjectFacts[]> {
  const { rows } = await sql<{
    code: string;
    name: string;
    category: string | null;
    created_at: Date | null;
    first_hour: Date | null;
  }>`
    select subject_code as code, name, category, created_at,
      (select hour from demand_hour_rollups as rollup where rollup.subject_code = subjects.subject_code
        order by hour limit 1) as first_hour
    from subjects order by subject_code`.execute(db);
  return rows.flatMap(({ code, name, category, created_at, first_hour }) => {
    const since = [created_at, first_hour].filter((at) => at !== null).map((at) => at.getTime());
    const existsFrom = Math.min(...since);
    return existsFrom < to.getTime() ? [{ code, name, category, existsFrom }] : [];
  });
}

export type SubjectFacts = {
  code: string;
  name: string;
  category: string | null;
  /** Milliseconds since 1970; the records may begin later. */
  existsFrom: number;
};
