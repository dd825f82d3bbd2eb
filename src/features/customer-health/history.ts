import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { HealthCause } from "./explain.ts";
import type { CustomerHealth } from "./score.ts";

/** One change of score or tier, with what moved it. */
export type HistoryEntry = {
  health: CustomerHealth;
  asOf: Date;
  settingsVersion: number;
  causes: HealthCause[];
};

/**
 * Appends changes of score or tier. Two changes of one customer as of the same instant become one, with the causes
 * of both: their points then still add up to the whole.
 */
export async function appendHistory(
  trx: Trx,
  entries: readonly HistoryEntry[],
  origin: "live" | "backfill",
): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into customer_health_history (customer_id, as_of, score, tier, forced_by, first_session, velocity,
      inbound_calls, goals, tutor_consistency, unscored_reason, causes, settings_version, origin)
    select customer_id, as_of, score, tier, forced_by, first_session, velocity, inbound_calls, goals,
      tutor_consistency, unscored_reason, causes, settings_version, ${origin}
    from json_to_recordset(${JSON.stringify(entries.map(toRow))}::json) as entry(customer_id bigint, as_of timestamptz,
      score smallint, tier text, forced_by text, first_session float8, velocity float8, inbound_calls float8,
      goals float8, tutor_consistency float8, unscored_reason text, causes jsonb, settings_version integer)
    on conflict (customer_id, as_of) do update set score = excluded.score, tier = excluded.tier,
      forced_by = excluded.forced_by, first_session = excluded.first_session, velocity = excluded.velocity,
      inbound_calls = excluded.inbound_calls, goals = excluded.goals, tutor_consistency = excluded.tutor_consistency,
      unscored_reason = excluded.unscored_reason, causes = customer_health_history.causes || excluded.causes,
      settings_version = excluded.settings_version`.execute(trx);
}

function toRow({ health, asOf, settingsVersion, causes }: HistoryEntry) {
  const { customerId, scored, unscoredReason } = health;
  return {
    customer_id: customerId,
    as_of: asOf,
    score: scored?.score ?? null,
    tier: scored?.tier ?? null,
    forced_by: scored?.forcedBy?.code ?? null,
    ...scored?.components,
    unscored_reason: unscoredReason,
    causes,
    settings_version: settingsVersion,
  };
}
