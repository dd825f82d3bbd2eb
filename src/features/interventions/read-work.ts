import { sql } from "kysely";
import { z } from "zod";
import { asViewer, type Trx } from "#db/transaction.ts";
import { startOfBusinessDay } from "#domain/time/business-day.ts";
import { AppError } from "#platform/errors.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { readCustomerFacts } from "./customer-facts.ts";
import { readInterventions } from "./intervention-rows.ts";
import type { QueueFilter } from "./queue-filter.ts";
import { type PlaceInQueue, readDoneSince, readPlace, readQueuePart } from "./queue-query.ts";
import type { CustomerWork, DayPlan, WorkQueue } from "./schemas.ts";
import { loadInterventionSettings } from "./settings.ts";
import { type InterventionSettings, mostCounted } from "./weights.ts";
import type { WorkContext } from "./work-context.ts";
import { toWorkItems } from "./work-item.ts";

/** The most interventions that a customer's page shows. */
const mostInterventions = 50;

const placeSchema = z.object({ cents: z.int(), urgency: z.int(), score: z.int(), id: z.int() });

export type QueueInput = {
  who: QueueFilter;
  /** `today`: only what fits into what is left of the day. */
  cut: "today" | "none";
  cursor?: string | undefined;
  pageSize: number;
};

/** Customers to work on, from the most money at risk, and how far the day has come. */
export async function readWorkQueue(ctx: WorkContext, input: QueueInput): Promise<WorkQueue> {
  const place = input.cursor === undefined ? null : decodeCursor(input.cursor, placeSchema);
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const settings = await loadInterventionSettings(trx);
    const asOf = ctx.now();
    const queue = { viewer: ctx.viewer, asOf };
    const limit = input.pageSize + 1;
    const { counts, places } = await readQueuePart(trx, queue, { who: input.who, place, limit });
    const day = await readDay(trx, ctx, settings.value, counts[input.who]);
    const size = input.cut === "today" ? Math.min(day.fits, input.pageSize) : input.pageSize;
    const page = places.slice(0, size);
    const last = places.length > size ? page.at(-1) : undefined;
    const facts = await readCustomerFacts(
      trx,
      page.map(({ id }) => id),
      asOf,
    );
    return {
      data: await toWorkItems(trx, ctx, facts, settings),
      nextCursor: last === undefined ? null : encodeCursor(last),
      total: counts[input.who],
      counts,
      mostCounted,
      day,
    };
  });
}

/** How many customers of the queue fit into what is left of today. */
export async function readFits(trx: Trx, ctx: WorkContext, who: QueueFilter): Promise<number> {
  const { value: settings } = await loadInterventionSettings(trx);
  const queue = { viewer: ctx.viewer, asOf: ctx.now() };
  const { counts } = await readQueuePart(trx, queue, { who, place: null, limit: 0 });
  return (await readDay(trx, ctx, settings, counts[who])).fits;
}

async function readDay(
  trx: Trx,
  ctx: WorkContext,
  { contactsPerDay: capacity }: InterventionSettings,
  waiting: number,
): Promise<DayPlan> {
  const asOf = ctx.now();
  const byOwner = await readDoneSince(trx, startOfBusinessDay(asOf, ctx.businessTimezone), asOf);
  const doneToday = byOwner.reduce((sum, { contacts }) => sum + contacts, 0);
  return { capacity, doneToday, fits: Math.min(waiting, Math.max(0, capacity - doneToday)), byOwner };
}

/** What to do for one customer and what was done. Throws not_found for one that the viewer may not see. */
export async function readCustomerWork(ctx: WorkContext, customerId: number): Promise<CustomerWork> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const settings = await loadInterventionSettings(trx);
    const facts = await readCustomerFacts(trx, [customerId], ctx.now());
    const [item] = await toWorkItems(trx, ctx, facts, settings);
    if (item === undefined) throw noSuchCustomer(customerId);
    return { ...item, interventions: await readInterventions(trx, customerId, mostInterventions) };
  });
}

/** At which place of everybody's queue a customer stands; null for one who does not wait there. */
export async function readPlaceInQueue(ctx: WorkContext, customerId: number): Promise<PlaceInQueue | null> {
  const queue = { viewer: ctx.viewer, asOf: ctx.now() };
  return await asViewer(ctx.db, ctx.viewer, async (trx) => await readPlace(trx, queue, customerId));
}

export type Colleague = { id: string; name: string };

/** Everybody who can be given a customer. */
export async function readColleagues(trx: Trx): Promise<Colleague[]> {
  const { rows } = await sql<Colleague>`select id, name from colleagues()`.execute(trx);
  return rows;
}

export function noSuchCustomer(id: number): AppError {
  return new AppError("not_found", `There is no customer ${id}, or you may not see that customer.`);
}
