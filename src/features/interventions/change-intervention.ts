import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { hasRole } from "#platform/viewer.ts";
import { readCustomerFacts } from "./customer-facts.ts";
import { followWork } from "./follow-work.ts";
import { channelOf, guardAction, lockCustomer } from "./guard-action.ts";
import { type InterventionRow, lockIntervention, toIntervention } from "./intervention-rows.ts";
import { noSuchCustomer } from "./read-work.ts";
import { markDone } from "./record-intervention.ts";
import type { ChangeBody, Intervention } from "./schemas.ts";
import { loadInterventionSettings } from "./settings.ts";
import type { WorkContext } from "./work-context.ts";

/**
 * Ends a planned intervention as done or cancelled, takes back one that did not happen, adds a note, or says its
 * outcome by hand. Throws conflict where its state does not allow it.
 */
export async function changeIntervention(
  ctx: WorkContext,
  { customerId, id }: { customerId: number; id: number },
  body: ChangeBody,
): Promise<Intervention> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await lockCustomer(trx, customerId);
    const row = await lockIntervention(trx, sql`intervention_id = ${id} and customer_id = ${customerId}`);
    if (row === undefined)
      throw new AppError("not_found", "There is no such intervention, or you may not see it.");
    if (body.state === "done") await finish(trx, ctx, row, body);
    if (body.state === "cancelled") await cancel(trx, ctx, row);
    if (body.note !== undefined && body.state !== "done") await setNote(trx, row, body.note);
    if (body.dueAt !== undefined) await postpone(trx, row, body.dueAt);
    if (body.outcome !== undefined) await setOutcome(trx, ctx, row, body);
    await appendAudit(trx, ctx.viewer, {
      action: "intervention.changed",
      entity: "customer",
      entityId: String(customerId),
      details: { intervention: id, state: body.state, outcome: body.outcome, dueAt: body.dueAt },
      requestId: ctx.requestId,
    });
    const changed = await lockIntervention(trx, sql`intervention_id = ${id}`);
    await followWork(trx, ctx, customerId, "intervention");
    return toIntervention(changed ?? row);
  });
}

async function finish(trx: Trx, ctx: WorkContext, row: InterventionRow, body: ChangeBody): Promise<void> {
  if (row.state !== "planned") throw new AppError("conflict", `This is ${row.state} already.`);
  const [facts] = await readCustomerFacts(trx, [row.customer_id], ctx.now());
  if (facts === undefined) throw noSuchCustomer(row.customer_id);
  const { value: settings } = await loadInterventionSettings(trx);
  guardAction(ctx, facts, { channel: channelOf(row.action), evenSo: body.evenSo, settings });
  const note = [row.note, body.note].filter(Boolean).join("\n") || null;
  await markDone(trx, ctx, row, { note, takenAt: ctx.now() });
}

async function cancel(trx: Trx, ctx: WorkContext, row: InterventionRow): Promise<void> {
  if (row.state === "cancelled") throw new AppError("conflict", "This is cancelled already.");
  const isOwn = row.owner_id === ctx.viewer.userId || hasRole(ctx.viewer.role, "admin");
  if (row.state === "done" && !isOwn)
    throw new AppError(
      "forbidden",
      `Only ${row.owner_name || "its owner"} or an administrator takes this back.`,
    );
  if (row.outcome !== null)
    throw new AppError("conflict", "Its outcome is known: it is not taken back any more.");
  await sql`update interventions set state = 'cancelled', closed_at = ${ctx.now()}
    where intervention_id = ${row.intervention_id} and customer_id = ${row.customer_id}`.execute(trx);
}

async function setNote(trx: Trx, row: InterventionRow, note: string): Promise<void> {
  await sql`update interventions set note = ${note || null}
    where intervention_id = ${row.intervention_id} and customer_id = ${row.customer_id}`.execute(trx);
}

async function postpone(trx: Trx, row: InterventionRow, dueAt: string): Promise<void> {
  if (row.state !== "planned") throw new AppError("conflict", `This is ${row.state} already.`);
  await sql`update interventions set due_at = ${dueAt}
    where intervention_id = ${row.intervention_id} and customer_id = ${row.customer_id}`.execute(trx);
}

async function setOutcome(trx: Trx, ctx: WorkContext, row: InterventionRow, body: ChangeBody): Promise<void> {
  if (row.state !== "done") throw new AppError("conflict", "Only what is done has an outcome.");
  await sql`update interventions set outcome = ${body.outcome ?? null}, outcome_by = ${ctx.viewer.userId},
      outcome_at = ${ctx.now()}, outcome_note = ${body.outcomeNote || null}
    where intervention_id = ${row.intervention_id} and customer_id = ${row.customer_id}`.execute(trx);
}
