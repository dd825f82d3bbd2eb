import type { Trx } from "#db/transaction.ts";

export type AuditRow = {
  id: number;
  at: Date;
  actor: string;
  actorKind: "user" | "token" | "system";
  action: string;
  entity: string;
  entityId: string;
  details: Record<string, unknown>;
  requestId: string | null;
};

export type AuditFilter = { actor?: string | undefined; action?: string | undefined };

/** What was done, newest first, from the entry before `beforeId`. `action` is a beginning, such as "user.". */
export async function selectAuditEntries(
  trx: Trx,
  filter: AuditFilter,
  page: { beforeId?: number | undefined; size: number },
): Promise<AuditRow[]> {
  let query = filtered(trx, filter)
    .select([
      "audit_id as id",
      "occurred_at as at",
      "actor_name as actor",
      "action",
      "entity",
      "entity_id as entityId",
      "request_id as requestId",
    ])
    .select((eb) => [
      eb.ref("actor_kind").$castTo<AuditRow["actorKind"]>().as("actorKind"),
      eb.ref("details").$castTo<Record<string, unknown>>().as("details"),
    ])
    .orderBy("audit_id", "desc")
    .limit(page.size);
  if (page.beforeId !== undefined) query = query.where("audit_id", "<", page.beforeId);
  return await query.execute();
}

export async function countAuditEntries(trx: Trx, filter: AuditFilter): Promise<number> {
  const row = await filtered(trx, filter)
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

function filtered(trx: Trx, filter: AuditFilter) {
  let query = trx.selectFrom("audit_log");
  if (filter.actor) query = query.where("actor_id", "=", filter.actor);
  if (filter.action) query = query.where("action", "like", `${filter.action.replaceAll(/[\\%_]/g, "\\$&")}%`);
  return query;
}
