import { readHealthSettings } from "#features/customer-health/read-health.ts";
import { explainStoredHealth } from "#features/customer-health/stored-health.ts";
import type { ExplainHealth } from "#features/customers/explain-health.ts";

/** Puts the scores of listed customers into words with the settings in force. */
export const explainHealth: ExplainHealth = async (trx, rows, asOf) => {
  const settings = await readHealthSettings(trx);
  return rows.map((row) => explainStoredHealth(row, asOf, settings));
};
