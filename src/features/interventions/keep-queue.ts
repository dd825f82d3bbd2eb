import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type QueueFacts, type QueueStretch, queueStretches } from "./queue-place.ts";
import { loadInterventionSettings } from "./settings.ts";
import type { DescribeHealth, ScoredRow } from "./situation.ts";

/** Which customers: all whose ids lie in a range, ends included, or those of a list. */
export type CustomerSelection = { fromId: number; toId: number } | { ids: readonly number[] };

/**
 * Brings the queue of these customers to what is stored of them by now: scores, spending, owner, what is put off,
 * planned and done. Call it in the transaction that changed any of it, after the change and before its events: from
 * here to the commit others who keep the queue wait, and then see the change. So the last to keep a customer has seen
 * every change that came before.
 */
export async function keepQueue(
  trx: Trx,
  describeHealth: DescribeHealth,
  customers: CustomerSelection,
  asOf: Date,
): Promise<void> {
  // The planner takes the cost of thousands of short index look-ups for one that pays for compiling the query.
  await sql`select pg_advisory_xact_lock(hashtext('work_queue')), set_config('jit', 'off', true)`.execute(
    trx,
  );
  const { value: settings } = await loadInterventionSettings(trx);
  const facts = await readQueueFacts(trx, customers);
  const situations = facts.length === 0 ? [] : await describeHealth(trx, facts, asOf);
  const stretches = facts.flatMap((row, index) => {
    const situation = situations[index];
    return situation === undefined ? [] : queueStretches(row, situation, asOf.getTime(), settings);
  });
  await writeStretches(trx, customers, stretches);
}

type FactsRow = QueueFacts & ScoredRow;

/** Active customers of the selection who may wait now or later. */
async function readQueueFacts(trx: Trx, customers: CustomerSelection): Promise<FactsRow[]> {
  const { rows } = await sql<FactsRow>`
    select c.customer_id, c.monthly_spend_cents, h.score, h.tier, h.forced_by, h.forced_since, h.first_session,
      h.velocity, h.inbound_calls, h.goals, h.tutor_consistency, h.flags, h.features, z.snoozed_until,
      coalesce(w.is_planned, false) as is_planned, w.due_at, w.done_at
    from customers as c left join customer_health_scores as h using (customer_id)
      left join queue_snoozes as z using (customer_id)
      left join lateral (
        select bool_or(state = 'planned') as is_planned, min(due_at) filter (where state = 'planned') as due_at,
          max(taken_at) filter (where state = 'done') as done_at
        from interventions as i where i.customer_id = c.customer_id and state in ('planned', 'done')) as w on true
    where ${among(customers, sql`c.customer_id`)} and c.status = 'active' and c.deleted_at is null
      and (h.tier in ('critical', 'at_risk') or w.due_at is not null)`.execute(trx);
  return rows;
}

function among(customers: CustomerSelection, id: RawBuilder<unknown>): RawBuilder<unknown> {
  if ("ids" in customers) return sql`${id} = any (${customers.ids}::bigint[])`;
  return sql`${id} between ${customers.fromId} and ${customers.toId}`;
}

/** Writes only what differs: many customers whose score was computed again stay where they are. */
async function writeStretches(
  trx: Trx,
  customers: CustomerSelection,
  stretches: readonly QueueStretch[],
): Promise<void> {
  const list = (of: (stretch: QueueStretch) => number | string) => `{${stretches.map(of).join()}}`;
  await sql`
    with made as materialized (
      select made.*, coalesce(o.owner_id, '') as owner_id from unnest(${list((each) => each.customerId)}::bigint[],
        ${list(({ fromMs }) => instant(fromMs))}::timestamptz[], ${list(({ untilMs }) => instant(untilMs))}::timestamptz[],
        ${list((each) => each.centsRank)}::bigint[], ${list((each) => each.urgencyRank)}::smallint[],
        ${list((each) => each.scoreRank)}::smallint[])
        as made(customer_id, waits_from, waits_until, cents_rank, urgency_rank, score_rank)
      left join customer_owners as o using (customer_id)),
    gone as (
      delete from work_queue as q where ${among(customers, sql`q.customer_id`)} and not exists (
        select from made where made.customer_id = q.customer_id and made.waits_from = q.waits_from))
    insert into work_queue as q (customer_id, waits_from, waits_until, cents_rank, urgency_rank, score_rank, owner_id)
    select * from made
    on conflict (customer_id, waits_from) do update set waits_until = excluded.waits_until, owner_id = excluded.owner_id,
      cents_rank = excluded.cents_rank, urgency_rank = excluded.urgency_rank, score_rank = excluded.score_rank
    where (q.waits_until, q.owner_id, q.cents_rank, q.urgency_rank, q.score_rank) is distinct from
      (excluded.waits_until, excluded.owner_id, excluded.cents_rank, excluded.urgency_rank, excluded.score_rank)`.execute(
    trx,
  );
}

function instant(ms: number): string {
  if (Number.isFinite(ms)) return new Date(ms).toISOString();
  return ms < 0 ? "-infinity" : "infinity";
}
