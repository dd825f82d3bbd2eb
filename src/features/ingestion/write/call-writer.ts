import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { CallRecord, Instant } from "#sources/source.ts";
import { arrayLiteral } from "./array-literal.ts";
import { countActions, type WriteCounts } from "./write-counts.ts";

/** Calls are written like sessions (see there); they know no tutor and no subject. */
const createStaging = sql`
  create temporary table if not exists staged_calls (
    call_id bigint, customer_id bigint, called_at timestamptz, reason_code text, duration_seconds integer,
    created_at timestamptz, updated_at timestamptz, deleted_at timestamptz,
    old_customer_id bigint, old_called_at timestamptz, old_reason text, old_deleted_at timestamptz, action text
  ) on commit delete rows`;

function receivedCalls(calls: readonly CallRecord[]): RawBuilder<unknown> {
  const column = (cellOf: (call: CallRecord) => string | number | null) => arrayLiteral(calls, cellOf);
  return sql`unnest(
      ${column((c) => c.id)}::bigint[], ${column((c) => c.customerId)}::bigint[],
      ${column((c) => c.calledAt)}::timestamptz[], ${column((c) => c.reasonCode)}::text[],
      ${column((c) => c.durationSeconds)}::integer[], ${column((c) => c.createdAt)}::timestamptz[],
      ${column((c) => c.updatedAt)}::timestamptz[], ${column((c) => c.deletedAt)}::timestamptz[])
    as incoming(call_id, customer_id, called_at, reason_code, duration_seconds, created_at, updated_at, deleted_at)`;
}

function heldCalls(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`held_records waiting cross join lateral jsonb_to_record(waiting.record) as incoming(
      call_id bigint, customer_id bigint, called_at timestamptz, reason_code text, duration_seconds integer,
      created_at timestamptz, updated_at timestamptz, deleted_at timestamptz)
    where waiting.resource = 'calls' and (${which})`;
}

const stage = (incoming: RawBuilder<unknown>, cursor: Instant | null) => sql<{
  action: string;
  records: number;
  late: number;
}>`
  with staged as (
    insert into staged_calls
    select incoming.call_id, incoming.customer_id, incoming.called_at, incoming.reason_code,
      incoming.duration_seconds, incoming.created_at, incoming.updated_at, incoming.deleted_at,
      stored.customer_id, stored.called_at, stored.reason, stored.deleted_at,
      case
        when stored.updated_at > incoming.updated_at and stored.vanished_at is null
          or held.updated_at > incoming.updated_at then 'stale'
        when (stored.call_id, stored.customer_id, stored.called_at, stored.reason_code, stored.duration_seconds,
            stored.created_at, stored.updated_at, stored.deleted_at)
          is not distinct from (incoming.call_id, incoming.customer_id, incoming.called_at, incoming.reason_code,
            incoming.duration_seconds, incoming.created_at, incoming.updated_at, incoming.deleted_at) then 'unchanged'
        when not exists (select from customers where customer_id = incoming.customer_id) then 'hold'
        when stored.call_id is null then 'insert'
        else 'update'
      end
    from (select incoming.* from ${incoming}) as incoming
    left join lateral (select * from inbound_calls where call_id = incoming.call_id limit 1) stored on true
    left join lateral (select updated_at from held_records
      where resource = 'calls' and record_id = incoming.call_id limit 1) held on true
    returning action, updated_at
  )
  select action, count(*)::integer as records,
    (count(*) filter (where action in ('insert', 'update') and updated_at < ${cursor}::timestamptz))::integer as late
  from staged group by action`;

/** Stages received calls. */
export async function stageCalls(
  trx: Trx,
  calls: readonly CallRecord[],
  cursor: Instant | null,
): Promise<WriteCounts> {
  await createStaging.execute(trx);
  return await countActions(trx, stage(receivedCalls(calls), cursor));
}

/** Stages the held calls that `which` picks. */
export async function stageHeldCalls(trx: Trx, which: RawBuilder<unknown>): Promise<WriteCounts> {
  await createStaging.execute(trx);
  return await countActions(trx, stage(heldCalls(which), null));
}

/** Writes what is staged: rows, rollups, and what has to wait. */
export async function writeStagedCalls(trx: Trx, counts: WriteCounts): Promise<void> {
  if (counts.inserted + counts.updated > 0) {
    if (counts.updated > 0) {
      await removeMoved.execute(trx);
      await updateRows.execute(trx);
    }
    await insertRows.execute(trx);
    await moveRollups.execute(trx);
    if (counts.updated > 0) await removeEmptyRollups.execute(trx);
  }
  if (counts.held > 0) await hold.execute(trx);
  await dropSettledHolds.execute(trx);
}

const removeMoved = sql`
  delete from inbound_calls using staged_calls staged
  where staged.action = 'update' and staged.old_customer_id <> staged.customer_id
    and inbound_calls.customer_id = staged.old_customer_id and inbound_calls.call_id = staged.call_id`;

const insertRows = sql`
  insert into inbound_calls (customer_id, call_id, called_at, reason_code, duration_seconds, created_at, updated_at,
    deleted_at)
  select customer_id, call_id, called_at, reason_code, duration_seconds, created_at, updated_at, deleted_at
  from staged_calls
  where action = 'insert' or action = 'update' and old_customer_id <> customer_id
  order by customer_id, call_id`;

const updateRows = sql`
  update inbound_calls set called_at = staged.called_at, reason_code = staged.reason_code,
    duration_seconds = staged.duration_seconds, created_at = staged.created_at,
    updated_at = staged.updated_at, deleted_at = staged.deleted_at, vanished_at = null
  from staged_calls staged
  where staged.action = 'update' and staged.old_customer_id = staged.customer_id
    and inbound_calls.customer_id = staged.customer_id and inbound_calls.call_id = staged.call_id`;

const insertRollups = (moves: RawBuilder<unknown>) => sql`
  insert into call_hour_rollups as rollup (hour, reason, calls)
  select hour, reason, sum(sign) from (${moves}) moves group by hour, reason
  order by hour, reason`;

const addToRollups = (moves: RawBuilder<unknown>) => sql`${insertRollups(moves)}
  on conflict (hour, reason) do update set calls = rollup.calls + excluded.calls`;

// The stored row tells how its reason is counted, so that the list of reasons stands in one place.
const moveRollups = addToRollups(sql`
  select 1 as sign, date_trunc('hour', stored.called_at, 'UTC') as hour, stored.reason
  from staged_calls staged join inbound_calls stored using (customer_id, call_id)
  where staged.action in ('insert', 'update') and stored.deleted_at is null
  union all
  select -1, date_trunc('hour', old_called_at, 'UTC'), old_reason
  from staged_calls where action = 'update' and old_deleted_at is null`);

/** Sums up every stored call into rollups that are empty, indexed or not. */
export const sumUpCalls = insertRollups(sql`
  select 1 as sign, date_bin('1 hour', called_at, 'epoch') as hour, reason from inbound_calls where deleted_at is null`);

const removeEmptyRollups = sql`
  delete from call_hour_rollups rollup using staged_calls staged
  where staged.action = 'update' and rollup.calls = 0
    and rollup.hour = date_trunc('hour', staged.old_called_at, 'UTC') and rollup.reason = staged.old_reason`;

const hold = sql`
  insert into held_records as held (resource, record_id, record, updated_at, missing_customer_id, held_at,
    last_tried_at)
  select 'calls', call_id, jsonb_build_object('call_id', call_id, 'customer_id', customer_id,
      'called_at', called_at, 'reason_code', reason_code, 'duration_seconds', duration_seconds,
      'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at),
    updated_at, customer_id, now(), 'epoch'
  from staged_calls where action = 'hold'
  on conflict (resource, record_id) do update set record = excluded.record, updated_at = excluded.updated_at,
    missing_customer_id = excluded.missing_customer_id`;

const dropSettledHolds = sql`
  delete from held_records held using staged_calls staged
  where held.resource = 'calls' and held.record_id = staged.call_id
    and held.updated_at <= staged.updated_at and staged.action <> 'hold'`;

/** Customers of the staged changes, the old ones of moved calls included. */
export const touchedByCalls = sql`
  select unnest(array[customer_id, old_customer_id]) as customer_id from staged_calls
  where action in ('insert', 'update')`;

/** Appends to the change record whom the staged calls touch. Call it near the end of the transaction. */
export async function appendCallChange(trx: Trx, runId: number | null): Promise<void> {
  await sql`select append_change('calls',
    (select array_agg(distinct customer_id) from (${touchedByCalls}) touched where customer_id is not null),
    '{}', '{}', '{}', ${runId}::bigint)`.execute(trx);
}
