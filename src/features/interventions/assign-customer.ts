import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { customerIsVisible } from "./customer-facts.ts";
import { followWork } from "./follow-work.ts";
import { lockCustomer } from "./guard-action.ts";
import { noSuchCustomer, readColleagues } from "./read-work.ts";
import type { WorkContext } from "./work-context.ts";

/**
 * Hands a customer to a colleague, or to nobody with null; kept with who did it and when. Throws conflict where
 * somebody else has handed the customer over since `seenAt`.
 */
export async function assignCustomer(
  ctx: WorkContext,
  customerId: number,
  ownerId: string | null,
  seenAt: Date | null = null,
): Promise<void> {
  await changeWork(ctx, customerId, { what: "owner", details: { ownerId } }, async (trx) => {
    if (seenAt !== null) await refuseSecond(trx, ctx, customerId, seenAt);
    if (ownerId === null) {
      await sql`delete from customer_owners where customer_id = ${customerId}`.execute(trx);
      return;
    }
    const owner = (await readColleagues(trx)).find(({ id }) => id === ownerId);
    if (owner === undefined)
      throw new AppError("invalid_input", "There is no such colleague who may work on customers.");
    await sql`
      insert into customer_owners (customer_id, owner_id, owner_name, assigned_by, assigned_at)
      values (${customerId}, ${owner.id}, ${owner.name}, ${ctx.viewer.userId}, ${ctx.now()})
      on conflict (customer_id) do update set owner_id = excluded.owner_id, owner_name = excluded.owner_name,
        assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at`.execute(trx);
  });
}

async function refuseSecond(trx: Trx, { viewer }: WorkContext, id: number, seenAt: Date): Promise<void> {
  const { rows } = await sql<{ owner_name: string }>`
    select owner_name from customer_owners
    where customer_id = ${id} and assigned_at > ${seenAt} and assigned_by <> ${viewer.userId}`.execute(trx);
  if (rows[0] === undefined) return;
  const who = rows[0].owner_name || "A colleague";
  throw new AppError("conflict", `${who} was given this customer a moment ago.`);
}

/** Takes a customer out of the queue until an instant, or puts it back with null. */
export async function snoozeCustomer(
  ctx: WorkContext,
  customerId: number,
  { until, note }: { until: string | null; note: string | null },
): Promise<void> {
  if (until !== null && new Date(until) <= ctx.now())
    throw new AppError("invalid_input", "The date lies in the past: choose a later one.");
  await changeWork(ctx, customerId, { what: "snooze", details: { until } }, async (trx) => {
    if (until === null) {
      await sql`delete from queue_snoozes where customer_id = ${customerId}`.execute(trx);
      return;
    }
    await sql`
      insert into queue_snoozes (customer_id, snoozed_until, snoozed_by, snoozed_at, note)
      values (${customerId}, ${until}, ${ctx.viewer.userId}, ${ctx.now()}, ${note || null})
      on conflict (customer_id) do update set snoozed_until = excluded.snoozed_until,
        snoozed_by = excluded.snoozed_by, snoozed_at = excluded.snoozed_at, note = excluded.note`.execute(
      trx,
    );
  });
}

type Change = { what: "owner" | "snooze"; details: Record<string, unknown> };

async function changeWork(
  ctx: WorkContext,
  customerId: number,
  { what, details }: Change,
  work: (trx: Trx) => Promise<void>,
): Promise<void> {
  await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await lockCustomer(trx, customerId);
    if (!(await customerIsVisible(trx, customerId))) throw noSuchCustomer(customerId);
    await work(trx);
    await appendAudit(trx, ctx.viewer, {
      action: what === "owner" ? "customer.assigned" : "customer.snoozed",
      entity: "customer",
      entityId: String(customerId),
      details,
      requestId: ctx.requestId,
    });
    await followWork(trx, ctx, customerId, what);
  });
}
