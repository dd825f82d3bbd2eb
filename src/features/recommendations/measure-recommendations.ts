import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import type { RecommendationRule } from "#platform/recommendations/recommendation-rule.ts";
import { announce } from "./announce.ts";

type DueRow = {
  recommendation_id: number;
  rule: string;
  kind: string;
  fingerprint: string;
  entity_kind: string | null;
  entity_id: string | null;
  episode_id: number | null;
  expected_sessions: number | null;
  baseline: Record<string, unknown> | null;
  decided_at: Date;
};

/**
 * Fills in what followed recommendations that were accepted or done, as soon as their rule can tell. Whether anybody did what
 * was accepted is for people to say; the outcome is measured either way. Answers how many were measured.
 */
export async function measureRecommendations(
  db: Database,
  rules: readonly RecommendationRule[],
  asOf: Date,
): Promise<number> {
  return await inTransaction(db, async (trx) => {
    const { rows } = await sql<DueRow>`
      select recommendation_id, rule, kind, fingerprint, entity_kind, entity_id, episode_id, expected_sessions, baseline,
        decided_at
      from recommendations where state in ('accepted', 'done') and measured_at is null and decided_at <= ${asOf}
      order by recommendation_id for update skip locked`.execute(trx);
    const measured: DueRow[] = [];
    for (const row of rows) {
      const rule = rules.find(({ name }) => name === row.rule);
      const outcome = await rule?.measure(
        trx,
        {
          id: row.recommendation_id,
          fingerprint: row.fingerprint,
          episodeId: row.episode_id,
          sessions: row.expected_sessions,
          baseline: row.baseline ?? {},
          acceptedAt: row.decided_at,
        },
        asOf,
      );
      if (outcome === null || outcome === undefined) continue;
      await sql`update recommendations set outcome = ${JSON.stringify(outcome)}::jsonb, measured_at = ${asOf}
        where recommendation_id = ${row.recommendation_id}`.execute(trx);
      measured.push(row);
    }
    if (measured.length > 0) await announce(trx, measured);
    return measured.length;
  });
}
