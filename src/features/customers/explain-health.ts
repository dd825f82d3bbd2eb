import type { Trx } from "#db/transaction.ts";
import type { CustomerRow } from "./queries.ts";
import type { HealthExplanation } from "./schemas.ts";

/**
 * Puts stored scores into words as of an instant, in the order of `rows`. Given by the registry, so that this
 * feature need not know how a score is computed.
 */
export type ExplainHealth = (
  trx: Trx,
  rows: readonly CustomerRow[],
  asOf: Date,
) => Promise<HealthExplanation[]>;
