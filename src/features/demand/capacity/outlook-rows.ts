import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { PartlyKnownCount } from "./count-masses.ts";

/** A subject's hour ahead, as the outlook has it. */
export type OutlookRow = {
  subject_code: string;
  hour: Date;
  computed_at: Date;
  demand_mean: number;
  remainder_mean: number;
  dispersion: number;
  booked: number;
  /** Of these, sessions that their customers, or the system, cancelled. */
  released: number;
  available: number | null;
  booked_tutors: number | null;
  capacity: number | null;
  shortage_probability: number | null;
  expected_unserved: number | null;
};

/** Hours of the outlook from `from` up to `to`, by subject and time. */
export async function readOutlook(
  db: Database | Trx,
  { from, to }: { from: Date; to: Date },
): Promise<OutlookRow[]> {
  const { rows } = await sql<OutlookRow>`
    select subject_code, hour, computed_at, demand_mean, remainder_mean, dispersion, outlook.booked, available,
      booked_tutors, capacity, shortage_probability, expected_unserved,
      least(outlook.booked, coalesce(cancelled_by_customer + cancelled_otherwise, 0)) as released
    from demand_outlook as outlook left join demand_hour_rollups using (subject_code, hour)
    where hour >= ${from} and hour < ${to} order by subject_code, hour`.execute(db);
  return rows;
}

/** The law of an hour's demand: what is booked, and what is still to come. */
export function lawOf(row: Pick<OutlookRow, "booked" | "remainder_mean" | "dispersion">): PartlyKnownCount {
  const { booked: known, remainder_mean: mean, dispersion } = row;
  return { kind: "negative_binomial", known, mean, dispersion };
}
