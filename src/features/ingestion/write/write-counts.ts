import type { RawBuilder } from "kysely";
import type { Trx } from "#db/transaction.ts";

/** What became of the records of a batch. */
export type WriteCounts = {
  inserted: number;
  updated: number;
  /** Already stored in the same version and with the same content. */
  unchanged: number;
  /** Older than what is stored. */
  stale: number;
  /** Kept aside until the customer or tutor is there. */
  held: number;
  /** Changes that lay below the cursor: they became visible late. */
  late: number;
};

export const noCounts: WriteCounts = { inserted: 0, updated: 0, unchanged: 0, stale: 0, held: 0, late: 0 };

/** Counts the rows that a staging statement returned by what is to be done with them. */
export async function countActions(
  trx: Trx,
  staging: RawBuilder<{ action: string; records: number; late: number }>,
): Promise<WriteCounts> {
  const { rows } = await staging.execute(trx);
  const of = (action: string) => rows.find((row) => row.action === action)?.records ?? 0;
  return {
    inserted: of("insert"),
    updated: of("update"),
    unchanged: of("unchanged"),
    stale: of("stale"),
    held: of("hold"),
    late: rows.reduce((sum, row) => sum + row.late, 0),
  };
}
