import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { Fault } from "#sources/source.ts";
import { quarantine } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { editFaults, faultsInWords, type Kept, type ReadRecordText } from "./check-edit.ts";
import { selected } from "./matching-records.ts";
import { recordChanges } from "./record-changes.ts";
import type { Selection } from "./schemas.ts";

/** Under whose name and when something is asked for. */
export type Asking = { actor: Actor; at: Date; httpRequestId?: string | undefined };

export type AskingRetry = Asking & { readText: ReadRecordText };

export type Asked = {
  requestId: string;
  /** Records that it is asked for. */
  records: number;
  /** Of these, records that are malformed still: they stay as they are. */
  malformed: number;
  /** Records that the filter shows beyond what one request may do. */
  left: number;
};

/** Asks for a retry of one open record as it came, or as somebody edited it. Throws invalid_input with its faults. */
export async function requestOneRetry(
  trx: Trx,
  asking: AskingRetry,
  id: number,
  edit: { text: string; reason: string } | null,
): Promise<Asked> {
  const kept = await readOpen(trx, id);
  const item = asking.readText(kept.resource, edit?.text ?? kept.text);
  const faults = edit === null ? (item.rejected?.faults ?? []) : editFaults(kept, item, asking.at);
  if (faults.length > 0) throw refused(faults);
  const requestId = randomUUID();
  const changes = edit === null ? null : recordChanges(kept.text, edit.text);
  await sql`
    insert into quarantine_actions (request_id, quarantine_id, action, actor_id, actor_kind, actor_name, reason,
      edited_record, changes, record_hash, requested_at)
    select ${requestId}::uuid, quarantine_id, ${edit === null ? "retry" : "edit"}, ${asking.actor.userId},
      ${asking.actor.kind}, ${asking.actor.name}, ${edit?.reason ?? null}, ${edit?.text ?? null}::json,
      ${changes === null ? null : JSON.stringify(changes)}::jsonb, md5(record::text), ${asking.at}
    from quarantined_records where quarantine_id = ${id}`.execute(trx);
  await appendAudit(trx, asking.actor, {
    action: edit === null ? "quarantine.retried" : "quarantine.edited",
    entity: "quarantined_record",
    entityId: String(id),
    // The values may be personal data; they stand on the action, which only administrators read.
    details: {
      resource: kept.resource,
      key: kept.key,
      ...(edit === null ? {} : { reason: edit.reason, changed: changes?.map(({ path }) => path) }),
    },
    requestId: asking.httpRequestId,
  });
  await announce(trx, requestId);
  return { requestId, records: 1, malformed: 0, left: 0 };
}

/** Asks for a retry of many records; those that are malformed still are answered at once. */
export async function requestRetry(trx: Trx, asking: AskingRetry, selection: Selection): Promise<Asked> {
  const requestId = randomUUID();
  const { rows, left } = await readSelected(trx, selection);
  const checked = rows.map(({ id, resource, text, hash }) => ({
    id,
    hash,
    faults: asking.readText(resource, text).rejected?.faults ?? null,
  }));
  const malformed = checked.filter(({ faults }) => faults !== null).length;
  if (checked.length > 0) {
    const column = (cellOf: (row: (typeof checked)[number]) => string | number | null) =>
      arrayLiteral(checked, cellOf);
    await sql`
      insert into quarantine_actions (request_id, quarantine_id, action, actor_id, actor_kind, actor_name,
        record_hash, requested_at, outcome, outcome_note, finished_at)
      select ${requestId}::uuid, id, 'retry', ${asking.actor.userId}, ${asking.actor.kind}, ${asking.actor.name},
        hash, ${asking.at}, case when note is not null then 'malformed' end, note,
        case when note is not null then ${asking.at}::timestamptz end
      from unnest(${column((row) => row.id)}::bigint[], ${column((row) => row.hash)}::text[],
        ${column(({ faults }) => (faults === null ? null : faultsInWords(faults)))}::text[]) as asked(id, hash, note)
      order by id`.execute(trx);
  }
  await auditMany(trx, asking, "quarantine.retried", { requestId, selection, records: rows.length });
  await announce(trx, requestId);
  return { requestId, records: rows.length, malformed, left };
}

/** Who had what done with many records at once. */
export async function auditMany(
  trx: Trx,
  { actor, httpRequestId }: Asking,
  action: string,
  { requestId, selection, ...details }: { requestId: string; selection: Selection } & Record<string, unknown>,
): Promise<void> {
  await appendAudit(trx, actor, {
    action,
    entity: "quarantine_request",
    entityId: requestId,
    details: { ...selection, ...details },
    requestId: httpRequestId,
  });
}

export async function announce(trx: Trx, requestId: string): Promise<void> {
  await appendEvents(trx, [{ kind: "quarantine.changed", key: "all", payload: { requestId } }]);
}

function refused(faults: readonly Fault[]): AppError {
  return new AppError("invalid_input", `It is malformed still. ${faultsInWords(faults)}.`, {
    details: { faults: faults.map(({ path, reason }) => ({ path, message: reason })) },
  });
}

async function readOpen(trx: Trx, id: number): Promise<Kept> {
  const { rows } = await sql<Kept & { state: string }>`
    select quarantine_id as id, resource, record_key as key, record::text as text,
      record_updated_at as "recordUpdatedAt", state
    from quarantined_records where quarantine_id = ${id}`.execute(trx);
  const [found] = rows;
  if (found === undefined) throw new AppError("not_found", `There is no record ${id} in quarantine.`);
  if (found.state !== "open") throw new AppError("conflict", `The record ${id} is ${found.state} already.`);
  return found;
}

type SelectedRow = Pick<Kept, "id" | "resource" | "text"> & { hash: string; of: number };

/** Open records of the selection that do not wait for a retry already, the oldest first, as many as one request may have. */
async function readSelected(
  trx: Trx,
  selection: Selection,
): Promise<{ rows: readonly SelectedRow[]; left: number }> {
  const { rows } = await sql<SelectedRow>`
    select kept.quarantine_id as id, kept.resource, kept.record::text as text, md5(kept.record::text) as hash,
      (count(*) over ())::integer as of
    from quarantined_records as kept
    where ${selected(selection)} and kept.state = 'open' and not exists (select from quarantine_actions as waiting
      where waiting.quarantine_id = kept.quarantine_id and waiting.finished_at is null)
    order by kept.quarantine_id limit ${quarantine.mostAtOnce}`.execute(trx);
  return { rows, left: (rows[0]?.of ?? 0) - rows.length };
}
