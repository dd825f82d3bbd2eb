import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { type CustomerFacts, readCustomerFacts } from "./customer-facts.ts";
import { centsAtRisk } from "./effect.ts";
import { followWork } from "./follow-work.ts";
import { channelOf, guardAction, lockCustomer } from "./guard-action.ts";
import { readHealthAsOf } from "./health-as-of.ts";
import { type InterventionRow, lockIntervention, toIntervention } from "./intervention-rows.ts";
import { noSuchCustomer, readColleagues } from "./read-work.ts";
import type { RecordBody, Recorded } from "./schemas.ts";
import { loadInterventionSettings } from "./settings.ts";
import type { InterventionSettings } from "./weights.ts";
import type { WorkContext } from "./work-context.ts";
import { toWorkItems } from "./work-item.ts";

/** A second press within so many milliseconds is the first one again. */
const samePressMs = 60_000;

/**
 * Records an action for a customer, done or planned, with the state that it is measured against. Done by the same
 * person a moment ago: answers that one. What was planned and is done now is that one done. Throws conflict where the
 * customer may not be contacted, or where a colleague was first.
 */
export async function recordIntervention(
  ctx: WorkContext,
  customerId: number,
  body: RecordBody,
): Promise<Recorded> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await lockCustomer(trx, customerId);
    const [facts] = await readCustomerFacts(trx, [customerId], ctx.now());
    if (facts === undefined) throw noSuchCustomer(customerId);
    const settings = await loadInterventionSettings(trx);
    const channel = channelOf(body.action, body.channel);
    const pressed = body.state === "done" ? await findSamePress(trx, ctx, customerId, body) : undefined;
    if (pressed !== undefined) return answerOf(pressed, facts, channel);
    const isNow = body.state === "done" && body.takenAt === null;
    if (isNow) guardAction(ctx, facts, { channel, evenSo: body.evenSo, settings: settings.value });
    const [item] = await toWorkItems(trx, ctx, [facts], settings);
    const reason = item?.suggestion?.why ?? "Somebody's own idea";
    const planned = await findPlanned(trx, customerId, body.action);
    if (planned !== undefined && body.state === "planned") throw plannedAlready(planned);
    const row = await write(trx, ctx, { body, facts, reason, planned, settings: settings.value });
    await appendAudit(trx, ctx.viewer, {
      action: "intervention.recorded",
      entity: "customer",
      entityId: String(customerId),
      details: {
        intervention: row.intervention_id,
        action: row.action,
        state: row.state,
        evenSo: body.evenSo,
      },
      requestId: ctx.requestId,
    });
    await followWork(trx, ctx, customerId, "intervention");
    return answerOf(row, facts, channel);
  });
}

function answerOf(row: InterventionRow, facts: CustomerFacts, channel: string): Recorded {
  return {
    intervention: toIntervention(row),
    contact: {
      phone: channel === "phone" ? facts.phone : null,
      email: channel === "email" ? facts.email : null,
    },
  };
}

async function findSamePress(trx: Trx, ctx: WorkContext, customerId: number, body: RecordBody) {
  if (body.takenAt !== null) return undefined;
  const since = new Date(ctx.now().getTime() - samePressMs);
  return await lockIntervention(
    trx,
    sql`customer_id = ${customerId} and state = 'done' and action = ${body.action}
      and owner_id = ${ctx.viewer.userId} and created_at > ${since}`,
  );
}

async function findPlanned(trx: Trx, customerId: number, action: string) {
  return await lockIntervention(
    trx,
    sql`customer_id = ${customerId} and state = 'planned' and action = ${action}`,
  );
}

function plannedAlready({ action, owner_name, due_at }: InterventionRow): AppError {
  const when = due_at === null ? "" : ` for ${due_at.toISOString()}`;
  return new AppError("conflict", `${owner_name || "Somebody"} has planned this already (${action}${when}).`);
}

type Writing = {
  body: RecordBody;
  facts: CustomerFacts;
  reason: string;
  planned: InterventionRow | undefined;
  settings: InterventionSettings;
};

async function write(trx: Trx, ctx: WorkContext, writing: Writing): Promise<InterventionRow> {
  const { body, facts, reason, planned, settings } = writing;
  const now = ctx.now();
  if (body.state === "done" && planned !== undefined) {
    const note = [planned.note, body.note].filter(Boolean).join("\n") || null;
    return await markDone(trx, ctx, planned, { note, takenAt: takenAt(body, now) });
  }
  const owner = await ownerOf(trx, ctx, body.ownerId);
  const dueAt = body.state === "done" ? null : (body.dueAt ?? new Date(now.getTime() + dayMs).toISOString());
  const { rows } = await sql<{ id: number }>`
    insert into interventions (customer_id, action, reason, suggestion, owner_id, owner_name, recorded_by, note,
      state, due_at, created_at, cents_at_risk)
    values (${facts.customer_id}, ${body.action}, ${reason}, ${body.suggestion}, ${owner.id}, ${owner.name},
      ${ctx.viewer.userId}, ${body.note || null}, 'planned', ${dueAt}, ${now},
      ${centsAtRisk(facts.monthly_spend_cents, facts.tier, settings)})
    returning intervention_id as id`.execute(trx);
  const inserted = await lockIntervention(trx, sql`intervention_id = ${rows[0]?.id ?? 0}`);
  if (inserted === undefined) throw new AppError("internal", "The intervention was not recorded.");
  if (body.state === "planned") return inserted;
  return await markDone(trx, ctx, inserted, { note: inserted.note, takenAt: takenAt(body, now) });
}

function takenAt({ takenAt: given }: RecordBody, now: Date): Date {
  if (given === null) return now;
  const at = new Date(given);
  if (at > now)
    throw new AppError("invalid_input", "What is done cannot lie in the future: plan it instead.");
  return at;
}

/** A planned intervention becomes done, with the state of health that it is measured against. */
export async function markDone(
  trx: Trx,
  ctx: WorkContext,
  row: InterventionRow,
  done: { note: string | null; takenAt: Date },
): Promise<InterventionRow> {
  const before = await readHealthAsOf(trx, row.customer_id, done.takenAt);
  await sql`
    update interventions set state = 'done', taken_at = ${done.takenAt}, closed_at = ${ctx.now()}, note = ${done.note},
      owner_id = ${ctx.viewer.userId}, owner_name = ${ctx.viewer.name}, health_score_before = ${before?.score ?? null},
      tier_before = ${before?.tier ?? null}, components_before = ${before === null ? null : JSON.stringify(before.components)}::jsonb
    where intervention_id = ${row.intervention_id} and customer_id = ${row.customer_id}`.execute(trx);
  const changed = await lockIntervention(trx, sql`intervention_id = ${row.intervention_id}`);
  if (changed === undefined) throw new AppError("internal", "The intervention was not recorded.");
  return changed;
}

async function ownerOf(trx: Trx, { viewer }: WorkContext, ownerId: string | undefined) {
  if (ownerId === undefined || ownerId === viewer.userId) return { id: viewer.userId, name: viewer.name };
  const colleague = (await readColleagues(trx)).find(({ id }) => id === ownerId);
  if (colleague !== undefined) return colleague;
  throw new AppError("invalid_input", "There is no such colleague who may work on customers.");
}
