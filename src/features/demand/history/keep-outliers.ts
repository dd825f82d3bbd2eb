import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { FoundOutlier } from "./find-outliers.ts";

/** Who marked what was found without anybody's help. */
export const detector = "detector";

export type MarkedHour = { code: string; startMs: number; weight: number };

/** Hours that people marked, or said to be ordinary: their word stands against the detector's. */
export async function readMarkedByHand(db: Database | Trx, from: Date): Promise<MarkedHour[]> {
  const { rows } = await sql<{ code: string; hour: Date; weight: number }>`
    select subject_code as code, hour, weight from demand_outliers
    where marked_by <> ${detector} and hour >= ${from}`.execute(db);
  return rows.map(({ code, hour, weight }) => ({ code, startMs: hour.getTime(), weight }));
}

/** Keeps what was found in the hours from `from` on, and forgets what is not found there any more. */
export async function keepOutliers(
  trx: Trx,
  found: readonly FoundOutlier[],
  { from, asOf }: { from: Date; asOf: Date },
): Promise<void> {
  const rows = found.map(({ code, startMs, weight, expected, reason }) => ({
    subject_code: code,
    hour: new Date(startMs).toISOString(),
    weight,
    expected: Number.isNaN(expected) ? null : expected,
    reason,
  }));
  await sql`
    with found as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row(subject_code text, hour timestamptz, weight double precision, expected double precision, reason text)
    ), forgotten as (
      delete from demand_outliers as kept where marked_by = ${detector} and hour >= ${from}
        and not exists (select from found where found.subject_code = kept.subject_code and found.hour = kept.hour)
    )
    insert into demand_outliers as kept (subject_code, hour, weight, expected, reason, marked_by, marked_by_name, marked_at)
    select subject_code, hour, weight, expected, reason, ${detector}, 'found in the records', ${asOf} from found
    on conflict (subject_code, hour) do update
      set weight = excluded.weight, expected = excluded.expected, reason = excluded.reason
      where kept.marked_by = ${detector}`.execute(trx);
}
