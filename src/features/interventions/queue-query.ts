import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import type { QueueFilter } from "./queue-filter.ts";
import type { InterventionSettings } from "./weights.ts";

export type QueueContext = { viewerId: string; asOf: Date; settings: InterventionSettings };

/** Customers without a score come after those with one. */
const noScore = 101;

const queueOrder = sql`cents desc nulls last, coalesce(score, ${sql.lit(noScore)}), customer_id`;

/** A place in the queue: after this customer. */
export type QueuePlace = { cents: number | null; score: number; id: number };

/** Customers of the queue from the most money at risk, where it is equal or not known by score, after `place`. */
export async function readQueueIds(
  trx: Trx,
  ctx: QueueContext,
  { who, place, limit }: { who: QueueFilter; place: QueuePlace | null; limit: number },
): Promise<QueuePlace[]> {
  const { rows } = await sql<{ customer_id: number; cents: number | null; score: number }>`
    select customer_id, cents, coalesce(score, ${noScore}) as score from (${waiting(ctx)}) as queue
    where ${ownedBy(who, ctx.viewerId)} and ${after(place)}
    order by ${queueOrder} limit ${limit}`.execute(trx);
  return rows.map(({ customer_id, cents, score }) => ({ id: customer_id, cents, score }));
}

export type PlaceInQueue = { place: number; total: number };

/** At which place of everybody's queue a customer stands, from 1, and of how many; null for one who does not wait. */
export async function readPlace(
  trx: Trx,
  ctx: QueueContext,
  customerId: number,
): Promise<PlaceInQueue | null> {
  const { rows } = await sql<PlaceInQueue>`
    select place, total from (
      select customer_id, (row_number() over (order by ${queueOrder}))::int as place, (count(*) over ())::int as total
      from (${waiting(ctx)}) as queue) as placed
    where customer_id = ${customerId}`.execute(trx);
  return rows[0] ?? null;
}

/** How many wait: all, those of the viewer, and those whom nobody looks after. */
export async function countQueue(trx: Trx, ctx: QueueContext): Promise<Record<QueueFilter, number>> {
  const { rows } = await sql<Record<QueueFilter, number>>`
    select count(*)::int as "all", count(*) filter (where ${ownedBy("mine", ctx.viewerId)})::int as mine,
      count(*) filter (where ${ownedBy("unassigned", ctx.viewerId)})::int as unassigned
    from (${waiting(ctx)}) as queue`.execute(trx);
  return rows[0] ?? { all: 0, mine: 0, unassigned: 0 };
}

/**
 * At risk or critical, or with something that is due; active; not put off; nothing planned for later, and nothing
 * done within the days of rest, unless the tier was forced after it. What people have done is little beside the
 * customers: it is gathered once and joined, instead of being looked up for each.
 */
function waiting({ asOf, settings }: QueueContext): RawBuilder<unknown> {
  const restFrom = new Date(asOf.getTime() - settings.restDays * dayMs);
  return sql`
    with worked_on as (
      select customer_id, coalesce(bool_or(state = 'planned' and due_at <= ${asOf}), false) as is_due,
        bool_or(state = 'planned') as is_planned, max(taken_at) filter (where state = 'done') as rests_from
      from interventions
      where state = 'planned' or state = 'done' and taken_at > ${restFrom} and taken_at <= ${asOf}
      group by customer_id),
    candidates as (
      select h.customer_id, h.tier, h.score from customer_health_scores as h left join worked_on as w using (customer_id)
      where h.tier in ('critical', 'at_risk') and (w.customer_id is null or w.is_due
        or not w.is_planned and h.forced_since > w.rests_from)
      union all
      select w.customer_id, h.tier, h.score from worked_on as w left join customer_health_scores as h using (customer_id)
      where w.is_due and (h.tier is null or h.tier not in ('critical', 'at_risk')))
    select c.customer_id, o.owner_id, h.score, ${centsAtRiskSql(settings)} as cents
    from candidates as h join customers as c using (customer_id)
      left join customer_owners as o using (customer_id)
      left join queue_snoozes as z on z.customer_id = c.customer_id and z.snoozed_until > ${asOf}
    where c.status = 'active' and c.deleted_at is null and z.customer_id is null`;
}

/** The product of `centsAtRisk` in effect.ts, rounded as JavaScript rounds. */
function centsAtRiskSql({ moneyAtRisk }: InterventionSettings): RawBuilder<unknown> {
  const { months, chanceOfLeaving: chance } = moneyAtRisk;
  return sql`floor(c.monthly_spend_cents::float8 * ${months}::float8 * (case h.tier
    when 'critical' then ${chance.critical}::float8 when 'at_risk' then ${chance.at_risk}::float8
    when 'healthy' then ${chance.healthy}::float8 when 'thriving' then ${chance.thriving}::float8 end) + 0.5)`;
}

function ownedBy(who: QueueFilter, viewerId: string): RawBuilder<unknown> {
  if (who === "mine") return sql`owner_id = ${viewerId}`;
  return who === "unassigned" ? sql`owner_id is null` : sql`true`;
}

function after(place: QueuePlace | null): RawBuilder<unknown> {
  if (place === null) return sql`true`;
  const { cents, score, id } = place;
  const behind = sql`(coalesce(score, ${noScore}), customer_id) > (${score}::int, ${id}::bigint)`;
  if (cents === null) return sql`cents is null and ${behind}`;
  return sql`(cents < ${cents}::float8 or cents is null or (cents = ${cents}::float8 and ${behind}))`;
}

export type DoneByOwner = { ownerId: string; ownerName: string; contacts: number; tasks: number };

/** What was done since `from`, by whom, the most first. */
export async function readDoneSince(trx: Trx, from: Date, asOf: Date): Promise<DoneByOwner[]> {
  const { rows } = await sql<DoneByOwner>`
    select owner_id as "ownerId", max(owner_name) as "ownerName",
      count(*) filter (where action in ('call', 'email', 'offer'))::int as contacts,
      count(*) filter (where action not in ('call', 'email', 'offer'))::int as tasks
    from interventions where state = 'done' and taken_at >= ${from} and taken_at <= ${asOf}
    group by owner_id order by count(*) desc, owner_id`.execute(trx);
  return rows;
}
