import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { loadInterventionSettings } from "#features/interventions/settings.ts";
import type { ScoredRow } from "#features/interventions/situation.ts";
import { suggestAction } from "#features/interventions/suggest.ts";
import type { Viewer } from "#platform/viewer.ts";
import { describeHealth } from "#registry/describe-health.ts";

type FoundRow = ScoredRow & {
  customer_id: number;
  owner_id: string | null;
  monthly_spend_cents: number | null;
  cents: number | null;
};

export type FoundCustomer = { id: number; ownerId: string | null };

const urgencies = ["today", "this_week", "when_convenient"];

/**
 * The work queue as of an instant, found among all customers by one query that knows nothing of what is kept: at risk or
 * critical, or with something that is due; active; not put off; nothing planned for later, and nothing done within the
 * days of rest, unless the tier was forced after it.
 */
export async function findQueue(db: Database, viewer: Viewer, asOf: Date): Promise<FoundCustomer[]> {
  return await asViewer(db, viewer, async (trx) => {
    const { value: settings } = await loadInterventionSettings(trx);
    const { months, chanceOfLeaving: chance } = settings.moneyAtRisk;
    const restFrom = new Date(asOf.getTime() - settings.restDays * dayMs);
    const { rows } = await sql<FoundRow>`
      with worked_on as (
        select customer_id, coalesce(bool_or(state = 'planned' and due_at <= ${asOf}), false) as is_due,
          bool_or(state = 'planned') as is_planned, max(taken_at) filter (where state = 'done') as rests_from
        from interventions
        where state = 'planned' or state = 'done' and taken_at > ${restFrom} and taken_at <= ${asOf}
        group by customer_id)
      select c.customer_id, o.owner_id, c.monthly_spend_cents, h.tier, h.score, h.forced_by, h.first_session, h.velocity,
        h.inbound_calls, h.goals, h.tutor_consistency, h.flags, h.features,
        floor(c.monthly_spend_cents::float8 * ${months}::float8 * (case h.tier
          when 'critical' then ${chance.critical}::float8 when 'at_risk' then ${chance.at_risk}::float8
          when 'healthy' then ${chance.healthy}::float8 when 'thriving' then ${chance.thriving}::float8 end) + 0.5) as cents
      from customers as c left join customer_health_scores as h using (customer_id)
        left join worked_on as w using (customer_id) left join customer_owners as o using (customer_id)
      where c.status = 'active' and c.deleted_at is null
        and not exists (select from queue_snoozes as z where z.customer_id = c.customer_id and z.snoozed_until > ${asOf})
        and (w.is_due or h.tier in ('critical', 'at_risk')
          and (w.customer_id is null or not w.is_planned and h.forced_since > w.rests_from))`.execute(trx);
    const situations = await describeHealth(trx, rows, asOf);
    const placed = rows.map((row, index) => {
      const situation = situations[index];
      if (situation === undefined) throw new Error("a customer was not described");
      const customer = { ...situation, tier: row.tier, monthlySpendCents: row.monthly_spend_cents };
      const urgency = suggestAction(customer, asOf.getTime(), settings)?.urgency;
      const rank = urgency === undefined ? urgencies.length : urgencies.indexOf(urgency);
      const cents = row.cents ?? Number.NEGATIVE_INFINITY;
      return { id: row.customer_id, ownerId: row.owner_id, cents, rank, score: row.score ?? 101 };
    });
    return placed
      .toSorted((a, b) =>
        a.cents !== b.cents ? b.cents - a.cents : a.rank - b.rank || a.score - b.score || a.id - b.id,
      )
      .map(({ id, ownerId }) => ({ id, ownerId }));
  });
}
