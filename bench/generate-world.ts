import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { putOnIndexes, takeOffIndexes } from "#features/ingestion/bulk/table-frame.ts";

/** The instant as of which the generated world is looked at. */
export const worldAsOf = new Date("2026-03-08T12:00:00.000Z");

const subjects = 100;
const customersPerTutor = 50;
const tables = ["customers", "sessions", "inbound_calls", "goals"];

/**
 * Fills empty tables with `customers` customers of two years: 27 sessions each on average (most weekly or twice a
 * week, with one main tutor), a call or so each, one or two goals; a tutor for fifty customers; some work done for
 * one customer in twenty. Rows lie on disk in the order of time, as they do when they were polled. The same number
 * gives the same world.
 */
export async function generateWorld(db: Database, customers: number): Promise<void> {
  const tutors = Math.max(20, Math.round(customers / customersPerTutor));
  await inTransaction(db, async (connection) => {
    await sql`select setseed(0.42)`.execute(connection);
    await sql`set local max_parallel_workers_per_gather = 0`.execute(connection);
    await sql`set local work_mem = '256MB'`.execute(connection);
    const taken = await takeOffIndexes(connection, tables);
    await sql`insert into subjects (subject_code, name, created_at, updated_at)
      select 'subject_' || n, 'Subject ' || n, ${worldAsOf}, ${worldAsOf}
      from generate_series(1, ${subjects}::int) as n`.execute(connection);
    await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
      select n, 'Tutor ' || n, 'America/Chicago', 'active', ${worldAsOf}, ${worldAsOf}, ${worldAsOf}, gen_random_uuid()
      from generate_series(1, ${tutors}::int) as n`.execute(connection);
    await insertCustomers(connection, customers);
    await insertSessions(connection, tutors);
    await insertCallsAndGoals(connection);
    await putOnIndexes(connection, taken, async () => undefined);
    await insertHoursOfTutors(connection);
    await insertWork(connection);
  });
  await sql`vacuum analyze`.execute(db);
}

async function insertCustomers(db: Trx, customers: number): Promise<void> {
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, monthly_spend,
      signed_up_at, created_at, updated_at, content_hash)
    select n, 'Customer ' || n, 'America/Chicago', true, true,
      case when chance < 0.85 then 'active' when chance < 0.95 then 'closed' else 'paused' end,
      case when spends < 0.95 then 40 + floor(spends * 400) end, at, at, at, gen_random_uuid()
    from (select n, random() as chance, random() as spends, date_trunc('milliseconds', ${worldAsOf}::timestamptz - random() * interval '730 days') as at
      from generate_series(1, ${customers}::int) as n) as made`.execute(db);
}

// A life of sessions from signup until the customer left (one in three) or now, and one booked for most who stayed.
async function insertSessions(db: Trx, tutors: number): Promise<void> {
  await sql`insert into sessions (customer_id, session_id, tutor_id, subject_code, status, cancelled_by, scheduled_at,
      started_at, ended_at, duration_minutes, rating, created_at, updated_at)
    select customer_id, row_number() over (order by at), tutor_id, 'subject_' || (1 + customer_id % ${subjects}),
      status, case when status = 'cancelled' then case when random() < 0.5 then 'tutor' else 'customer' end end, at, case when status = 'completed' then at end, case when status = 'completed' then at + interval '1 hour' end,
      60, case when status = 'completed' and random() < 0.7 then 2 + floor(random() * 7) / 2 end,
      at - interval '5 days', at + interval '2 hours'
    from (
      select customer_id, date_trunc('milliseconds', signed_up_at + random() * (until - signed_up_at)) as at,
        1 + ((customer_id * 7 + case when random() < 0.85 then 0 else floor(random() * 3)::int end) % ${tutors}) as tutor_id,
        case when chance < 0.88 then 'completed' when chance < 0.95 then 'cancelled' when chance < 0.98 then 'no_show' else 'completed' end as status
      from (select *, random() as chance from (
        select customer_id, signed_up_at, pace, signed_up_at + (${worldAsOf} - signed_up_at) * case when leaves < 0.33 then leaves * 3 else 1 end as until
        from (select customer_id, signed_up_at, random() as leaves, random() as pace from customers) as lives) as spans
        cross join lateral generate_series(1, (1 + pace * 1.26 * extract(epoch from until - signed_up_at) / 604800)::int)) as drawn
      union all
      select customer_id, date_trunc('milliseconds', ${worldAsOf}::timestamptz + random() * interval '7 days'),
        1 + (customer_id * 7 % ${tutors}), 'scheduled'
      from customers where status = 'active' and random() < 0.6
    ) as booked order by at`.execute(db);
}

async function insertCallsAndGoals(db: Trx): Promise<void> {
  await sql`insert into inbound_calls (customer_id, call_id, called_at, reason_code, duration_seconds, created_at, updated_at)
    select customer_id, row_number() over (order by at), at,
      (array['billing', 'scheduling', 'technical', 'tutor_complaint', 'cancellation', 'progress'])[1 + floor(random() * 6)::int],
      300, at, at
    from (select customer_id, date_trunc('milliseconds', signed_up_at + random() * (${worldAsOf} - signed_up_at)) as at,
        random() as chance
      from customers cross join generate_series(1, 3)) as made where chance < 0.4 order by at`.execute(db);
  await sql`insert into goals (customer_id, goal_id, position, title, is_primary, completed_at, created_at)
    select customer_id, customer_id * 2 + position, position, 'Goal ' || position, position = 0,
      case when completes < 0.3 then date_trunc('milliseconds', signed_up_at + random() * (${worldAsOf} - signed_up_at)) end,
      signed_up_at
    from (select *, random() as chance, random() as completes from customers cross join generate_series(0, 1) as position)
      as made where position = 0 or chance < 0.3`.execute(db);
}

// Who teaches what and when.
async function insertHoursOfTutors(db: Trx): Promise<void> {
  await sql`insert into tutor_subjects (tutor_id, subject_code, position)
    select tutor_id, subject_code, row_number() over (partition by tutor_id order by subject_code)
    from (select tutor_id, subject_code from sessions group by 1, 2 having count(*) > 5) as taught`.execute(
    db,
  );
  await sql`insert into tutor_availability (tutor_id, position, weekday, starts, ends)
    select tutor_id, weekday, weekday, '14:00', '22:00' from tutors cross join generate_series(0, 6) as weekday`.execute(
    db,
  );
}

// One customer in twenty was called in the last month, one in a hundred is to be; half have an owner among twenty.
async function insertWork(db: Trx): Promise<void> {
  await sql`insert into interventions (customer_id, action, reason, owner_id, owner_name, state, taken_at, due_at, created_at)
    select customer_id, 'call', 'A check-in', 'owner_' || customer_id % 20, 'Owner ' || customer_id % 20,
      case when customer_id % 100 = 5 then 'planned' else 'done' end,
      case when customer_id % 100 <> 5 then ${worldAsOf}::timestamptz - random() * interval '30 days' end,
      case when customer_id % 100 = 5 then ${worldAsOf}::timestamptz + (random() - 0.5) * interval '4 days' end, ${worldAsOf}
    from customers where status = 'active' and customer_id % 20 = 5`.execute(db);
  await sql`insert into customer_owners (customer_id, owner_id, owner_name, assigned_by, assigned_at)
    select customer_id, 'owner_' || customer_id % 20, 'Owner ' || customer_id % 20, 'bench', ${worldAsOf}
    from customers where status = 'active' and customer_id % 2 = 0`.execute(db);
  await sql`insert into queue_snoozes (customer_id, snoozed_until, snoozed_by, snoozed_at)
    select customer_id, ${worldAsOf}::timestamptz + (random() - 0.3) * interval '14 days', 'bench', ${worldAsOf}
    from customers where status = 'active' and customer_id % 100 = 9`.execute(db);
}
