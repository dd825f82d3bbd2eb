import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { DemandContext } from "../demand-context.ts";
import { findSubject } from "../read/hours.ts";
import { allSubjects } from "../schemas/ground.ts";
import type { DemandOverride, NewOverride } from "../work-schemas.ts";
import { readOverride } from "./list-overrides.ts";

const hourMs = 3_600_000;

/** Adds an override for whole hours ahead. Throws invalid_input where they are over, or the subject is none. */
export async function addOverride(ctx: DemandContext, override: NewOverride): Promise<DemandOverride> {
  const asOf = ctx.now();
  const from = new Date(Math.floor(Date.parse(override.from) / hourMs) * hourMs);
  const to = new Date(Math.ceil(Date.parse(override.to) / hourMs) * hourMs);
  if (override.code === allSubjects)
    throw new AppError(
      "invalid_input",
      "Override one subject at a time: all together have no forecast of their own.",
    );
  if (to <= asOf) throw new AppError("invalid_input", "These hours are over.");
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await findSubject(trx, override.code);
    const { override_id: id } = await trx
      .insertInto("demand_overrides")
      .values({
        subject_code: override.code,
        from_hour: from,
        to_hour: to,
        kind: override.kind,
        amount: override.amount,
        reason: override.reason,
        created_by: ctx.viewer.userId,
        created_by_name: ctx.viewer.name,
        created_at: asOf,
      })
      .returning("override_id")
      .executeTakeFirstOrThrow();
    return await finish(ctx, trx, id, "demand_override.added", { ...override });
  });
}

/** Ends an override now. Throws not_found, and conflict where it is over or ended already. */
export async function endOverride(ctx: DemandContext, id: number): Promise<DemandOverride> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await sql`select from demand_overrides where override_id = ${id} for update`.execute(trx);
    const before = await readOverride(trx, asOf, id);
    if (before === undefined)
      throw new AppError("not_found", `There is no override ${id}, or you may not see it.`);
    if (before.endedAt !== null)
      throw new AppError("conflict", `${before.endedBy ?? "Somebody"} has ended this override already.`);
    if (before.state === "over") throw new AppError("conflict", "The hours of this override are over.");
    await sql`update demand_overrides set ended_at = ${asOf}, ended_by_name = ${ctx.viewer.name}
      where override_id = ${id}`.execute(trx);
    return await finish(ctx, trx, id, "demand_override.ended", {});
  });
}

async function finish(
  ctx: DemandContext,
  trx: Trx,
  id: number,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Promise<DemandOverride> {
  const override = await readOverride(trx, ctx.now(), id);
  if (override === undefined) throw new AppError("internal", "The override was not stored.");
  await appendAudit(trx, ctx.viewer, {
    action,
    entity: "demand_override",
    entityId: String(id),
    details,
    requestId: ctx.requestId,
  });
  await appendEvents(trx, [{ kind: "demand.changed", key: "override", payload: { what: "override" } }]);
  return override;
}
