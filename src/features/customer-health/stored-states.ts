import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { HealthState } from "./explain.ts";
import type { HealthFeatures } from "./features.ts";
import type { Flag, Tier } from "./ladder.ts";
import type { HealthScore, UnscoredReason } from "./score.ts";

/** The health that is stored for each of these customers; those without a row are left out. */
export async function readStoredStates(
  trx: Trx,
  customerIds: readonly number[],
): Promise<Map<number, HealthState>> {
  const states = new Map<number, HealthState>();
  if (customerIds.length === 0) return states;
  const rows = await trx
    .selectFrom("customer_health_scores")
    .select(["customer_id", "score", "tier", "score_tier", "forced_by", "confidence", "flags", "features"])
    .select(["first_session", "velocity", "inbound_calls", "goals", "tutor_consistency"])
    .select(["unscored_reason", "settings_version", "computed_at"])
    .where(sql<boolean>`customer_id = any(${customerIds}::bigint[])`)
    .execute();
  for (const row of rows) {
    states.set(row.customer_id, {
      asOfMs: row.computed_at.getTime(),
      settingsVersion: row.settings_version,
      unscoredReason: row.unscored_reason as UnscoredReason | null,
      scored: toScore(row),
      features: row.features as HealthFeatures | null,
    });
  }
  return states;
}

type ScoreColumns = HealthScore["components"] & {
  score: number | null;
  tier: string | null;
  score_tier: string | null;
  forced_by: string | null;
  confidence: number | null;
  flags: unknown;
};

function toScore(row: ScoreColumns): HealthScore | null {
  if (row.score === null) return null;
  const { first_session, velocity, inbound_calls, goals, tutor_consistency } = row;
  const flags = (row.flags ?? []) as Flag[];
  return {
    components: { first_session, velocity, inbound_calls, goals, tutor_consistency },
    score: row.score,
    tier: row.tier as Tier,
    scoreTier: row.score_tier as Tier,
    forcedBy: flags.find(({ code }) => code === row.forced_by) ?? null,
    flags,
    confidence: row.confidence ?? 0,
  };
}
