import type { Trx } from "#db/transaction.ts";
import type { CustomerRow } from "./queries.ts";

/** What a score was computed from, put into words by whoever knows the formula. */
export type HealthExplanation = {
  /** What costs the most points, in a sentence; null for a full or missing score. */
  why: string | null;
  /** Names of the nudges that hold, in words. */
  flags: string[];
  /** Calls to support in the window that the score looks at; null without a score. */
  callsInWindow: number | null;
};

/** Given by the registry, so that this feature need not know how a score is computed. Answers in the order of `rows`. */
export type ExplainHealth = (trx: Trx, rows: readonly CustomerRow[]) => Promise<HealthExplanation[]>;
