import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { RiskTier } from "#domain/customers/risk-tier.ts";

/** A customer's score as it stood at an instant. */
export type HealthAsOf = {
  score: number | null;
  tier: RiskTier | null;
  components: Record<string, number | null>;
  unscoredReason: string | null;
};

/**
 * The newest row of the history up to `at`; where the history has none yet, the current score if it was computed by
 * then. Null where neither knows anything.
 */
export async function readHealthAsOf(trx: Trx, customerId: number, at: Date): Promise<HealthAsOf | null> {
  const { rows } = await sql<HealthAsOf>`
    select score, tier, unscored_reason as "unscoredReason", jsonb_build_object('first_session', first_session,
      'velocity', velocity, 'inbound_calls', inbound_calls, 'goals', goals, 'tutor_consistency', tutor_consistency)
      as components
    from (
      (select as_of, 1 as choice, score, tier, unscored_reason, first_session, velocity, inbound_calls, goals,
        tutor_consistency
      from customer_health_history where customer_id = ${customerId} and as_of <= ${at} order by as_of desc limit 1)
      union all
      select computed_at, 2, score, tier, unscored_reason, first_session, velocity, inbound_calls, goals,
        tutor_consistency
      from customer_health_scores where customer_id = ${customerId} and computed_at <= ${at}) as known
    order by choice limit 1`.execute(trx);
  return rows[0] ?? null;
}
