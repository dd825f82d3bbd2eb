import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import type { CustomerWorld } from "./random-world.ts";

const idsPerCustomer = 1_000;

/** The id that the record at `index` of a customer has in the database. */
export function recordId(customerId: number, index: number): number {
  return customerId * idsPerCustomer + index;
}

/** Empties the tables that health reads and writes, and puts in what all customers share. */
export async function clearWorld(db: Database): Promise<void> {
  await sql`truncate customers, tutors, subjects, settings, change_log, change_consumers, event_log,
    customer_health_history, health_passes cascade`.execute(db);
  await sql`insert into subjects (subject_code, name, created_at, updated_at) values ('algebra', 'Algebra', now(), now())`.execute(
    db,
  );
  await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    select id, 'Tutor', 'UTC', 'active', now(), now(), now(), gen_random_uuid() from generate_series(1, 3) as id`.execute(
    db,
  );
}

/** Puts a customer's records in place of whatever was there, and says so in the change log, as ingestion does. */
export async function storeCustomer(db: Database, customerId: number, world: CustomerWorld): Promise<void> {
  await inTransaction(db, async (trx) => {
    for (const table of ["sessions", "inbound_calls", "goals"] as const)
      await trx.deleteFrom(table).where("customer_id", "=", customerId).execute();
    await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
        deleted_at, created_at, updated_at, content_hash)
      values (${customerId}, 'Customer', 'UTC', true, true, ${world.status}, ${new Date(world.signedUpAtMs)},
        ${dateOrNull(world.deletedAtMs)}, now(), now(), gen_random_uuid())
      on conflict (customer_id) do update set status = excluded.status, signed_up_at = excluded.signed_up_at,
        deleted_at = excluded.deleted_at`.execute(trx);
    await storeSessions(trx, customerId, world.sessions);
    await storeCallsAndGoals(trx, customerId, world);
    await sql`select append_change('sessions', array[${customerId}]::bigint[], '{}', '{}', '{}', null)`.execute(
      trx,
    );
  });
}

async function storeSessions(
  trx: Trx,
  customerId: number,
  sessions: CustomerWorld["sessions"],
): Promise<void> {
  if (sessions.length === 0) return;
  const rows = sessions.map((session, index) => ({
    customer_id: customerId,
    session_id: recordId(customerId, index),
    tutor_id: session.tutorId,
    subject_code: "algebra",
    status: session.status,
    scheduled_at: new Date(session.scheduledAtMs),
    started_at: dateOrNull(session.startedAtMs),
    rating: session.rating,
    created_at: new Date(session.createdAtMs),
    updated_at: new Date(session.createdAtMs),
    deleted_at: dateOrNull(session.deletedAtMs),
  }));
  await trx.insertInto("sessions").values(rows).execute();
}

async function storeCallsAndGoals(
  trx: Trx,
  customerId: number,
  { calls, goals }: CustomerWorld,
): Promise<void> {
  const callRows = calls.map((call, index) => ({
    customer_id: customerId,
    call_id: recordId(customerId, index),
    called_at: new Date(call.calledAtMs),
    reason_code: call.reason,
    created_at: new Date(call.calledAtMs),
    updated_at: new Date(call.calledAtMs),
    deleted_at: dateOrNull(call.deletedAtMs),
  }));
  const goalRows = goals.map((goal, index) => ({
    customer_id: customerId,
    goal_id: recordId(customerId, index),
    position: index,
    title: "Goal",
    is_primary: goal.isPrimary,
    created_at: new Date(goal.createdAtMs),
    completed_at: dateOrNull(goal.completedAtMs),
  }));
  if (callRows.length > 0) await trx.insertInto("inbound_calls").values(callRows).execute();
  if (goalRows.length > 0) await trx.insertInto("goals").values(goalRows).execute();
}

function dateOrNull(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
