import type { HealthFeatures } from "#features/customer-health/features.ts";
import { readHealthSettings } from "#features/customer-health/read-health.ts";
import {
  explainStoredHealth,
  type HealthInWords,
  storedFlags,
} from "#features/customer-health/stored-health.ts";
import type { DescribeHealth, HealthSituation, ScoredRow } from "#features/interventions/situation.ts";

/** What stored scores say about customers, as far as a suggestion needs it, with the settings in force. */
export const describeHealth: DescribeHealth = async (trx, rows, asOf) => {
  const settings = await readHealthSettings(trx);
  return rows.map((row) => situationOf(row, explainStoredHealth(row, asOf, settings)));
};

/** One stored score, and what it says in words, as a situation. */
export function situationOf(row: ScoredRow, { reasons, flags }: HealthInWords): HealthSituation {
  const features = row.score === null ? null : (row.features as HealthFeatures | null);
  return {
    reasons,
    flags: storedFlags(row).map(({ code, sinceMs }, at) => ({
      code,
      sinceMs,
      get text() {
        return flags[at]?.text ?? "";
      },
    })),
    callReasons: features?.calls.map(({ reason }) => reason) ?? [],
    tutorChanges: features?.tutors?.changes ?? 0,
    isGoalOpenEnded: features?.goal?.completedAtMs != null && features.goal.newerGoalId === null,
  };
}
