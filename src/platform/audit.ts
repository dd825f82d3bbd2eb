import type { Trx } from "#db/transaction.ts";
import type { Viewer } from "./viewer.ts";

export type AuditEntry = {
  /** What was done, as `thing.verb`: "user.role_changed", "customers.exported". */
  action: string;
  entity: string;
  entityId: string;
  /** Facts that an administrator needs later; never secrets. */
  details?: Readonly<Record<string, unknown>>;
  requestId?: string | undefined;
};

/** Who did it, where it was nobody who is signed in. */
export const systemActor = { userId: "system", kind: "system", name: "System" } as const;

/** Who did something: a viewer, or the system in the name of nobody. */
export type Actor = Pick<Viewer, "userId" | "name"> & { kind: Viewer["kind"] | "system" };

/** Writes who saw or changed what, in the transaction that did it. Row-level security lets a viewer write in its own name only. */
export async function appendAudit(trx: Trx, actor: Actor, entry: AuditEntry): Promise<void> {
  await trx
    .insertInto("audit_log")
    .values({
      actor_id: actor.userId,
      actor_kind: actor.kind,
      actor_name: actor.name,
      action: entry.action,
      entity: entry.entity,
      entity_id: entry.entityId,
      details: JSON.stringify(entry.details ?? {}),
      request_id: entry.requestId ?? null,
    })
    .execute();
}
