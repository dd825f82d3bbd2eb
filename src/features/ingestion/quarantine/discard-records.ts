import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { quarantine } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { selected } from "./matching-records.ts";
import { type Asking, announce, auditMany } from "./request-retry.ts";
import type { Selection } from "./schemas.ts";

export type Decided = { requestId: string; records: number; left: number };

/** Lets go of open records, with the reason. They are kept, and stay away until the source changes them. */
export async function discardRecords(
  trx: Trx,
  asking: Asking,
  { reason, ...selection }: Selection & { reason: string },
): Promise<Decided> {
  const { rows } = await sql<{ id: number; of: number }>`
    with chosen as (
      select quarantine_id, (count(*) over ())::integer as of from quarantined_records as kept
      where ${selected(selection)} and kept.state = 'open' order by quarantine_id limit ${quarantine.mostAtOnce}
    )
    update quarantined_records as kept set state = 'discarded', closed_at = ${asking.at},
      closed_by = ${asking.actor.name}
    from chosen where kept.quarantine_id = chosen.quarantine_id and kept.state = 'open'
    returning kept.quarantine_id as id, chosen.of`.execute(trx);
  const requestId = await keepActions(trx, asking, "discard", rows, reason);
  const records = rows.length;
  await auditMany(trx, asking, "quarantine.discarded", { requestId, selection, records, reason });
  await announce(trx, requestId);
  return { requestId, records, left: (rows[0]?.of ?? 0) - records };
}

/** Opens discarded records again; not those of which another version is open by now. Throws conflict where none is left. */
export async function putBackRecords(
  trx: Trx,
  asking: Asking,
  ids: readonly number[],
): Promise<Omit<Decided, "left">> {
  const { rows } = await sql<{ id: number }>`
    update quarantined_records as kept set state = 'open', closed_at = null, closed_by = null
    where kept.quarantine_id in (
      select max(newest.quarantine_id) from quarantined_records as newest
      where newest.quarantine_id = any (${arrayLiteral(ids, (id) => id)}::bigint[]) and newest.state = 'discarded'
      group by newest.resource, newest.record_key)
    and not exists (select from quarantined_records as other
      where other.resource = kept.resource and other.record_key = kept.record_key and other.state = 'open')
    returning kept.quarantine_id as id`.execute(trx);
  if (rows.length === 0) {
    throw new AppError("conflict", "Nothing was put back: another version is in quarantine by now.");
  }
  const requestId = await keepActions(trx, asking, "put_back", rows, null);
  const records = rows.length;
  await auditMany(trx, asking, "quarantine.put_back", { requestId, selection: { ids }, records });
  await announce(trx, requestId);
  return { requestId, records };
}

async function keepActions(
  trx: Trx,
  { actor, at }: Asking,
  action: "discard" | "put_back",
  records: readonly { id: number }[],
  reason: string | null,
): Promise<string> {
  const requestId = randomUUID();
  await sql`
    insert into quarantine_actions (request_id, quarantine_id, action, actor_id, actor_kind, actor_name, reason,
      requested_at, outcome, finished_at)
    select ${requestId}::uuid, id, ${action}, ${actor.userId}, ${actor.kind}, ${actor.name}, ${reason},
      ${at}, 'done', ${at}
    from unnest(${arrayLiteral(records, ({ id }) => id)}::bigint[]) as decided(id) order by id`.execute(trx);
  return requestId;
}
