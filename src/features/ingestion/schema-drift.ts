import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";

export type DriftField = {
  resource: string;
  field: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
};

const mostFields = 200;

/** Fields that the source sends and the contract does not know: those of which nobody has taken note come first. */
export async function readDrift(trx: Trx): Promise<DriftField[]> {
  return await trx
    .selectFrom("schema_drift")
    .select([
      "resource",
      "field",
      "first_seen_at as firstSeenAt",
      "last_seen_at as lastSeenAt",
      "acknowledged_at as acknowledgedAt",
      "acknowledged_by as acknowledgedBy",
    ])
    .orderBy(sql`acknowledged_at is not null`)
    .orderBy("first_seen_at", "desc")
    .orderBy("resource")
    .orderBy("field")
    .limit(mostFields)
    .execute();
}

/** Takes note of a new field: it is known to us, and it is still not read. Throws not_found. */
export async function acknowledgeDrift(
  trx: Trx,
  { actor, at, requestId }: { actor: Actor; at: Date; requestId: string },
  { resource, field }: { resource: string; field: string },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable("schema_drift")
    .set({ acknowledged_at: at, acknowledged_by: actor.name })
    .where("resource", "=", resource)
    .where("field", "=", field)
    .where("acknowledged_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    throw new AppError("not_found", `There is no new field ${field} of ${resource} to take note of.`);
  }
  await appendAudit(trx, actor, {
    action: "schema_drift.acknowledged",
    entity: "schema_drift",
    entityId: `${resource}.${field}`,
    requestId,
  });
}
