import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Viewer } from "#platform/viewer.ts";
import type { QueueFilter } from "./queue-filter.ts";
import { mostCounted } from "./weights.ts";

export type QueueContext = { viewer: Pick<Viewer, "userId" | "customerIds">; asOf: Date };

/** A place in the queue: after this customer. Keys as work_queue holds them, all rising. */
export type QueuePlace = { cents: number; urgency: number; score: number; id: number };

export type QueuePart = {
  /** How many wait: all, those of the viewer, and those whom nobody looks after; none beyond `mostCounted`. */
  counts: Record<QueueFilter, number>;
  /** Customers in the order of the queue. */
  places: QueuePlace[];
};

export type QueueWanted = { who: QueueFilter; place: QueuePlace | null; limit: number };

const order = sql`cents_rank, urgency_rank, score_rank, customer_id`;

/** The counts of the queue and its customers after `place`. */
export async function readQueuePart(trx: Trx, ctx: QueueContext, wanted: QueueWanted): Promise<QueuePart> {
  const { rows: places } = await selectPlaces(ctx, wanted).execute(trx);
  const { rows } = await selectCounts(ctx).execute(trx);
  return { counts: rows[0] ?? { all: 0, mine: 0, unassigned: 0 }, places };
}

export function selectPlaces(ctx: QueueContext, { who, place, limit }: QueueWanted): RawBuilder<QueuePlace> {
  return sql<QueuePlace>`
    select cents_rank as cents, urgency_rank as urgency, score_rank as score, customer_id as id from work_queue
    where ${waiting(ctx, who)} and ${after(place)} order by ${order} limit ${limit}`;
}

export function selectCounts(ctx: QueueContext): RawBuilder<QueuePart["counts"]> {
  return sql<QueuePart["counts"]>`
    select (${countUpTo(ctx, "all")}) as "all", (${countUpTo(ctx, "mine")}) as mine,
      (${countUpTo(ctx, "unassigned")}) as unassigned`;
}

/** In the order of an index, so that what is counted is read off it and no further than it counts. */
function countUpTo(ctx: QueueContext, who: QueueFilter): RawBuilder<unknown> {
  return sql`select count(*)::int from (select from work_queue where ${waiting(ctx, who)} order by ${order}
    limit ${sql.lit(mostCounted)}) as counted`;
}

type QueueRow = { customer_id: number };

/** The queue in its order, for reading it row by row; `limit` null for all of it. */
export function queueInOrder(
  ctx: QueueContext,
  { who, limit }: { who: QueueFilter; limit: number | null },
): RawBuilder<QueueRow> {
  return sql<QueueRow>`
    select customer_id from work_queue where ${waiting(ctx, who)} order by ${order} limit ${limit}`;
}

export type PlaceInQueue = { place: number; total: number };

/** At which place of everybody's queue a customer stands, from 1, and of how many; null for one who does not wait. */
export async function readPlace(
  trx: Trx,
  ctx: QueueContext,
  customerId: number,
): Promise<PlaceInQueue | null> {
  const { rows } = await sql<PlaceInQueue>`
    with own as (select ${order} from work_queue where customer_id = ${customerId} and ${waiting(ctx, "all")})
    select (select count(*)::int from work_queue where ${waiting(ctx, "all")} and (${order}) <= (select * from own)) as place,
      (select count(*)::int from work_queue where ${waiting(ctx, "all")}) as total
    from own`.execute(trx);
  return rows[0] ?? null;
}

/** Who waits now, of those whom the filter leaves. */
function waiting({ viewer, asOf }: QueueContext, who: QueueFilter): RawBuilder<unknown> {
  const now = sql`waits_from <= ${asOf}::timestamptz and waits_until > ${asOf}::timestamptz`;
  return sql`${now} and ${ownedBy(who, viewer.userId)} and ${visibleTo(viewer)}`;
}

function ownedBy(who: QueueFilter, viewerId: string): RawBuilder<unknown> {
  if (who === "all") return sql`true`;
  return sql`owner_id = ${who === "mine" ? viewerId : ""}`;
}

// Row-level security says the same. Said here too, the planner looks for the few customers instead of walking the queue.
function visibleTo({ customerIds }: QueueContext["viewer"]): RawBuilder<unknown> {
  return customerIds === null ? sql`true` : sql`customer_id = any (${[...customerIds]}::bigint[])`;
}

function after(place: QueuePlace | null): RawBuilder<unknown> {
  if (place === null) return sql`true`;
  const { cents, urgency, score, id } = place;
  return sql`(${order}) > (${cents}::bigint, ${urgency}::smallint, ${score}::smallint, ${id}::bigint)`;
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
