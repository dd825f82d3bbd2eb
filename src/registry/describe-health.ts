import type { HealthFeatures } from "#features/customer-health/features.ts";
import { readHealthSettings } from "#features/customer-health/read-health.ts";
import { explainStoredHealth } from "#features/customer-health/stored-health.ts";
import type { HealthSettings } from "#features/customer-health/weights.ts";
import type { DescribeHealth, HealthSituation, ScoredRow } from "#features/interventions/situation.ts";

/** What stored scores say about customers, as far as a suggestion needs it, with the settings in force. */
export const describeHealth: DescribeHealth = async (trx, rows, asOf) => {
  const settings = await readHealthSettings(trx);
  return rows.map((row) => situationOf(row, asOf, settings));
};

/** One stored score as a situation. */
export function situationOf(row: ScoredRow, asOf: Date, settings: HealthSettings): HealthSituation {
  const { reasons, flags } = explainStoredHealth(row, asOf, settings);
  const features = row.score === null ? null : (row.features as HealthFeatures | null);
  return {
    reasons,
    flags: flags.map(({ code, text, since }) => ({ code, text, sinceMs: Date.parse(since) })),
    callReasons: features?.calls.map(({ reason }) => reason) ?? [],
    tutorChanges: features?.tutors?.changes ?? 0,
    isGoalOpenEnded: features?.goal?.completedAtMs != null && features.goal.newerGoalId === null,
  };
}
