import { z } from "zod";
import { asViewer, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { readCustomerAlerts, readOpenAlerts } from "./alert-queries.ts";
import { toCall, toDetail, toSession } from "./customer-answer.ts";
import type { CustomersContext } from "./list-customers.ts";
import { seesPersonalData } from "./personal-data.ts";
import { countOf, customerExists, readCalls, readCustomer, readGoals, readSessions } from "./queries.ts";
import type { CustomerAlerts, CustomerCalls, CustomerDetail, CustomerSessions } from "./schemas.ts";
import { alertsOnPage } from "./weights.ts";

type PageInput = { cursor?: string | undefined; pageSize: number };
type Reader = Pick<CustomersContext, "db" | "viewer" | "now">;

const placeSchema = z.object({ at: z.string(), id: z.int() });

/** One customer with profile, goals and current score. Throws not_found for one that the viewer may not see. */
export async function readCustomerDetail(
  ctx: Pick<CustomersContext, "db" | "viewer" | "now" | "explain">,
  id: number,
): Promise<CustomerDetail> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const row = await readCustomer(trx, id);
    if (row === undefined) throw noSuchCustomer(id);
    const [explanation] = await ctx.explain(trx, [row], ctx.now());
    const alerts = (await readOpenAlerts(trx, [id])).get(id) ?? null;
    const masked = !seesPersonalData(ctx.viewer.role);
    return toDetail(row, await readGoals(trx, id), explanation, { alerts, masked });
  });
}

/** A customer's open alerts and the last closed ones. */
export async function listAlerts(ctx: Reader, id: number): Promise<CustomerAlerts> {
  return await ofCustomer(ctx, id, async (trx) => await readCustomerAlerts(trx, id, alertsOnPage));
}

/** One page of a customer's sessions, newest first. */
export async function listSessions(ctx: Reader, id: number, input: PageInput): Promise<CustomerSessions> {
  return await ofCustomer(ctx, id, async (trx) => {
    const rows = await readSessions(trx, id, ctx.now(), placeOf(input), input.pageSize + 1);
    const page = rows.slice(0, input.pageSize);
    const last = rows.length > page.length ? page.at(-1) : undefined;
    return {
      data: page.map(toSession),
      nextCursor: last ? encodeCursor({ at: last.happened_at_text, id: last.session_id }) : null,
      total: await countOf(trx, "sessions", id, ctx.now()),
    };
  });
}

/** One page of a customer's calls to support, newest first. */
export async function listCalls(ctx: Reader, id: number, input: PageInput): Promise<CustomerCalls> {
  return await ofCustomer(ctx, id, async (trx) => {
    const rows = await readCalls(trx, id, ctx.now(), placeOf(input), input.pageSize + 1);
    const page = rows.slice(0, input.pageSize);
    const last = rows.length > page.length ? page.at(-1) : undefined;
    return {
      data: page.map(toCall),
      nextCursor: last ? encodeCursor({ at: last.called_at_text, id: last.call_id }) : null,
      total: await countOf(trx, "inbound_calls", id, ctx.now()),
    };
  });
}

async function ofCustomer<T>(ctx: Reader, id: number, read: (trx: Trx) => Promise<T>): Promise<T> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    if (!(await customerExists(trx, id))) throw noSuchCustomer(id);
    return await read(trx);
  });
}

function placeOf({ cursor }: PageInput) {
  return cursor === undefined ? null : decodeCursor(cursor, placeSchema);
}

function noSuchCustomer(id: number): AppError {
  return new AppError("not_found", `There is no customer ${id}, or you may not see that customer.`);
}
