import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Instant, SessionRecord } from "#sources/source.ts";
import { arrayLiteral } from "./array-literal.ts";
import { addStagedToRollups, removeEmptyRollups } from "./session-rollups.ts";
import { countActions, type WriteCounts } from "./write-counts.ts";

/**
 * Sessions are staged next to what is stored of them; each staged row then says what is to be done, and
 * every further step is one statement over all of them.
 */
const createStaging = sql`
  create temporary table if not exists staged_sessions (
    session_id bigint, customer_id bigint, tutor_id bigint, subject_code text, status text, cancelled_by text,
    scheduled_at timestamptz, started_at timestamptz, ended_at timestamptz, duration_minutes integer,
    rating numeric, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz,
    hour timestamptz, booked_for timestamptz, old_customer_id bigint, old_tutor_id bigint, old_subject_code text,
    old_status text, old_cancelled_by text, old_duration_minutes integer, old_rating numeric,
    old_created_at timestamptz, old_deleted_at timestamptz, old_hour timestamptz, old_booked_for timestamptz,
    has_customer boolean, has_tutor boolean, action text
  ) on commit delete rows`;

/** Received sessions as rows. */
function receivedSessions(sessions: readonly SessionRecord[]): RawBuilder<unknown> {
  const column = (cellOf: (session: SessionRecord) => string | number | null) =>
    arrayLiteral(sessions, cellOf);
  return sql`unnest(
      ${column((s) => s.id)}::bigint[], ${column((s) => s.customerId)}::bigint[],
      ${column((s) => s.tutorId)}::bigint[], ${column((s) => s.subjectCode)}::text[],
      ${column((s) => s.status)}::text[], ${column((s) => s.cancelledBy)}::text[],
      ${column((s) => s.scheduledAt)}::timestamptz[], ${column((s) => s.startedAt)}::timestamptz[],
      ${column((s) => s.endedAt)}::timestamptz[], ${column((s) => s.durationMinutes)}::integer[],
      ${column((s) => s.rating)}::numeric[], ${column((s) => s.createdAt)}::timestamptz[],
      ${column((s) => s.updatedAt)}::timestamptz[], ${column((s) => s.deletedAt)}::timestamptz[])
    as incoming(session_id, customer_id, tutor_id, subject_code, status, cancelled_by, scheduled_at, started_at,
      ended_at, duration_minutes, rating, created_at, updated_at, deleted_at)`;
}

/** Held sessions as rows. */
function heldSessions(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`held_records waiting cross join lateral jsonb_to_record(waiting.record) as incoming(
      session_id bigint, customer_id bigint, tutor_id bigint, subject_code text, status text, cancelled_by text,
      scheduled_at timestamptz, started_at timestamptz, ended_at timestamptz, duration_minutes integer,
      rating numeric, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz)
    where waiting.resource = 'sessions' and (${which})`;
}

// The lateral join with a limit makes one probe of an index for each row, whatever the planner thinks of the tables.
const stage = (incoming: RawBuilder<unknown>, cursor: Instant | null) => sql<{
  action: string;
  records: number;
  late: number;
}>`
  with staged as (
    insert into staged_sessions
    select incoming.session_id, incoming.customer_id, incoming.tutor_id, incoming.subject_code, incoming.status,
      incoming.cancelled_by, incoming.scheduled_at, incoming.started_at, incoming.ended_at,
      incoming.duration_minutes, incoming.rating, incoming.created_at, incoming.updated_at, incoming.deleted_at,
      date_trunc('hour', coalesce(incoming.started_at, incoming.scheduled_at), 'UTC'),
      date_trunc('hour', incoming.scheduled_at, 'UTC'),
      stored.customer_id, stored.tutor_id, stored.subject_code, stored.status, stored.cancelled_by,
      stored.duration_minutes, stored.rating, stored.created_at, stored.deleted_at,
      date_trunc('hour', stored.happened_at, 'UTC'), date_trunc('hour', stored.scheduled_at, 'UTC'),
      owner.has_customer, owner.has_tutor,
      case
        when stored.updated_at > incoming.updated_at and stored.vanished_at is null
          or held.updated_at > incoming.updated_at then 'stale'
        when (stored.session_id, stored.customer_id, stored.tutor_id, stored.subject_code, stored.status,
            stored.cancelled_by, stored.scheduled_at, stored.started_at, stored.ended_at, stored.duration_minutes,
            stored.rating, stored.created_at, stored.updated_at, stored.deleted_at)
          is not distinct from (incoming.session_id, incoming.customer_id, incoming.tutor_id,
            incoming.subject_code, incoming.status, incoming.cancelled_by, incoming.scheduled_at,
            incoming.started_at, incoming.ended_at, incoming.duration_minutes, incoming.rating,
            incoming.created_at, incoming.updated_at, incoming.deleted_at) then 'unchanged'
        when not owner.has_customer or not owner.has_tutor then 'hold'
        when stored.session_id is null then 'insert'
        else 'update'
      end
    from (select incoming.* from ${incoming}) as incoming
    left join lateral (select * from sessions where session_id = incoming.session_id limit 1) stored on true
    left join lateral (select updated_at from held_records
      where resource = 'sessions' and record_id = incoming.session_id limit 1) held on true
    cross join lateral (select
      exists (select from customers where customer_id = incoming.customer_id) as has_customer,
      exists (select from tutors where tutor_id = incoming.tutor_id) as has_tutor) owner
    returning action, updated_at
  )
  select action, count(*)::integer as records,
    (count(*) filter (where action in ('insert', 'update') and updated_at < ${cursor}::timestamptz))::integer as late
  from staged group by action`;

/** Stages received sessions. */
export async function stageSessions(
  trx: Trx,
  sessions: readonly SessionRecord[],
  cursor: Instant | null,
): Promise<WriteCounts> {
  await createStaging.execute(trx);
  return await countActions(trx, stage(receivedSessions(sessions), cursor));
}

/** Stages the held sessions that `which` picks. */
export async function stageHeldSessions(trx: Trx, which: RawBuilder<unknown>): Promise<WriteCounts> {
  await createStaging.execute(trx);
  return await countActions(trx, stage(heldSessions(which), null));
}

/** Writes what is staged: rows, rollups, and what has to wait. */
export async function writeStagedSessions(trx: Trx, counts: WriteCounts): Promise<void> {
  if (counts.inserted + counts.updated > 0) {
    await addSeenSubjects.execute(trx);
    if (counts.updated > 0) {
      await removeMoved.execute(trx);
      await updateRows.execute(trx);
    }
    await insertRows.execute(trx);
    await addStagedToRollups.execute(trx);
    if (counts.updated > 0) await removeEmptyRollups.execute(trx);
  }
  if (counts.held > 0) await hold.execute(trx);
  await dropSettledHolds.execute(trx);
}

const addSeenSubjects = sql`
  insert into subjects (subject_code, name, is_described)
  select distinct subject_code, subject_code, false from staged_sessions
  where action in ('insert', 'update')
    and not exists (select from subjects where subjects.subject_code = staged_sessions.subject_code)
  order by subject_code
  on conflict (subject_code) do nothing`;

// The customer is part of the key, so a session that moved to another customer leaves an old row behind.
const removeMoved = sql`
  delete from sessions using staged_sessions staged
  where staged.action = 'update' and staged.old_customer_id <> staged.customer_id
    and sessions.customer_id = staged.old_customer_id and sessions.session_id = staged.session_id`;

// Staging has looked, and nobody else may write: what is not stored needs no check for conflicts. Rows of one
// customer stand next to each other in most indexes, so they are written together.
const insertRows = sql`
  insert into sessions (customer_id, session_id, tutor_id, subject_code, status, cancelled_by, scheduled_at,
    started_at, ended_at, duration_minutes, rating, created_at, updated_at, deleted_at)
  select customer_id, session_id, tutor_id, subject_code, status, cancelled_by, scheduled_at,
    started_at, ended_at, duration_minutes, rating, created_at, updated_at, deleted_at
  from staged_sessions
  where action = 'insert' or action = 'update' and old_customer_id <> customer_id
  order by customer_id, session_id`;

const updateRows = sql`
  update sessions set tutor_id = staged.tutor_id, subject_code = staged.subject_code, status = staged.status,
    cancelled_by = staged.cancelled_by, scheduled_at = staged.scheduled_at, started_at = staged.started_at,
    ended_at = staged.ended_at, duration_minutes = staged.duration_minutes, rating = staged.rating,
    created_at = staged.created_at, updated_at = staged.updated_at, deleted_at = staged.deleted_at,
    vanished_at = null
  from staged_sessions staged
  where staged.action = 'update' and staged.old_customer_id = staged.customer_id
    and sessions.customer_id = staged.customer_id and sessions.session_id = staged.session_id`;

const hold = sql`
  insert into held_records as held (resource, record_id, record, updated_at, missing_customer_id, missing_tutor_id,
    held_at, last_tried_at)
  select 'sessions', session_id, jsonb_build_object('session_id', session_id, 'customer_id', customer_id,
      'tutor_id', tutor_id, 'subject_code', subject_code, 'status', status, 'cancelled_by', cancelled_by,
      'scheduled_at', scheduled_at, 'started_at', started_at, 'ended_at', ended_at,
      'duration_minutes', duration_minutes, 'rating', rating, 'created_at', created_at,
      'updated_at', updated_at, 'deleted_at', deleted_at),
    updated_at, case when not has_customer then customer_id end, case when not has_tutor then tutor_id end,
    now(), 'epoch'
  from staged_sessions where action = 'hold'
  on conflict (resource, record_id) do update set record = excluded.record, updated_at = excluded.updated_at,
    missing_customer_id = excluded.missing_customer_id, missing_tutor_id = excluded.missing_tutor_id`;

// A held version that is not newer than one that could be taken has nothing to wait for.
const dropSettledHolds = sql`
  delete from held_records held using staged_sessions staged
  where held.resource = 'sessions' and held.record_id = staged.session_id
    and held.updated_at <= staged.updated_at and staged.action <> 'hold'`;

/** Customers of the staged changes, the old ones of moved sessions included. */
export const touchedBySessions = sql`
  select unnest(array[customer_id, old_customer_id]) as customer_id from staged_sessions
  where action in ('insert', 'update')`;

/** Appends to the change record whom the staged sessions touch. Call it near the end of the transaction. */
export async function appendSessionChange(trx: Trx, runId: number | null): Promise<void> {
  await sql`
    with touched as materialized (
      select customer_id, tutor_id, subject_code, hour, booked_for from staged_sessions
      where action in ('insert', 'update')
      union
      select old_customer_id, old_tutor_id, old_subject_code, old_hour, old_booked_for from staged_sessions
      where action = 'update'
    ), pairs as (
      select subject_code, hour from touched union select subject_code, booked_for from touched)
    select append_change('sessions',
      (select array_agg(distinct customer_id) from touched), (select array_agg(distinct tutor_id) from touched),
      (select array_agg(subject_code order by subject_code, hour) from pairs),
      (select array_agg(hour order by subject_code, hour) from pairs), ${runId}::bigint)`.execute(trx);
}
