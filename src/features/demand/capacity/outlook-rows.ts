import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { type CountMasses, massesOf } from "./count-masses.ts";

/** A subject's hour ahead, as the outlook has it. */
export type OutlookRow = {
  subject_code: string;
  hour: Date;
  computed_at: Date;
  demand_mean: number;
  remainder_mean: number;
  dispersion: number;
  booked: number;
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
    select subject_code, hour, computed_at, demand_mean, remainder_mean, dispersion, booked, available, booked_tutors,
      capacity, shortage_probability, expected_unserved
    from demand_outlook where hour >= ${from} and hour < ${to} order by subject_code, hour`.execute(db);
  return rows;
}

/** The law of an hour's demand: what is booked, and what is still to come. */
export function lawOf({ booked, remainder_mean: mean, dispersion }: OutlookRow): CountMasses {
  return massesOf({ kind: "negative_binomial", known: booked, mean, dispersion });
}
