import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { RiskTier } from "#domain/customers/risk-tier.ts";
import type { Intervention } from "./schemas.ts";

type Components = Record<string, number | null>;

export type InterventionRow = {
  intervention_id: number;
  customer_id: number;
  action: Intervention["action"];
  reason: string;
  suggestion: string | null;
  state: Intervention["state"];
  owner_id: string;
  owner_name: string;
  note: string | null;
  created_at: Date;
  due_at: Date | null;
  taken_at: Date | null;
  cents_at_risk: number | null;
  health_score_before: number | null;
  tier_before: RiskTier | null;
  components_before: Components | null;
  score_after_14d: number | null;
  tier_after_14d: RiskTier | null;
  components_after_14d: Components | null;
  measured_14d_at: Date | null;
  score_after_30d: number | null;
  tier_after_30d: RiskTier | null;
  components_after_30d: Components | null;
  measured_30d_at: Date | null;
  came_back_at: Date | null;
  outcome: Intervention["outcome"];
  outcome_by: string | null;
  outcome_note: string | null;
};

const columns = sql`intervention_id, customer_id, action, reason, suggestion, state, owner_id, owner_name, note,
  created_at, due_at, taken_at, cents_at_risk, health_score_before, tier_before, components_before, score_after_14d,
  tier_after_14d, components_after_14d, measured_14d_at, score_after_30d, tier_after_30d, components_after_30d,
  measured_30d_at, came_back_at, outcome, outcome_by, outcome_note`;

/** A customer's interventions, what is planned first, then the newest. */
export async function readInterventions(
  trx: Trx,
  customerId: number,
  limit: number,
): Promise<Intervention[]> {
  const { rows } = await sql<InterventionRow>`
    select ${columns} from interventions where customer_id = ${customerId}
    order by state = 'planned' desc, coalesce(taken_at, created_at) desc, intervention_id desc
    limit ${limit}`.execute(trx);
  return rows.map(toIntervention);
}

/** The first intervention that matches, locked until the transaction ends. */
export async function lockIntervention(
  trx: Trx,
  where: RawBuilder<unknown>,
): Promise<InterventionRow | undefined> {
  const { rows } = await sql<InterventionRow>`
    select ${columns} from interventions where ${where} order by intervention_id desc limit 1 for update`.execute(
    trx,
  );
  return rows[0];
}

export function toIntervention(row: InterventionRow): Intervention {
  return {
    id: row.intervention_id,
    customerId: row.customer_id,
    action: row.action,
    reason: row.reason,
    suggestion: row.suggestion,
    state: row.state,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    takenAt: row.taken_at?.toISOString() ?? null,
    centsAtRisk: row.cents_at_risk,
    before:
      row.taken_at === null
        ? null
        : { score: row.health_score_before, tier: row.tier_before, components: row.components_before ?? {} },
    after14Days:
      row.measured_14d_at === null
        ? null
        : {
            score: row.score_after_14d,
            tier: row.tier_after_14d,
            components: row.components_after_14d ?? {},
          },
    after30Days:
      row.measured_30d_at === null
        ? null
        : {
            score: row.score_after_30d,
            tier: row.tier_after_30d,
            components: row.components_after_30d ?? {},
          },
    cameBackAt: row.came_back_at?.toISOString() ?? null,
    outcome: row.outcome,
    outcomeBy: row.outcome_by,
    outcomeNote: row.outcome_note,
  };
}
