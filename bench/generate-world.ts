import { type Kysely, sql } from "kysely";
import type { DB } from "#db/schema.ts";
import { withoutIndexes } from "./without-indexes.ts";

/** The instant as of which the generated world is looked at. */
export const worldAsOf = new Date("2026-03-08T12:00:00.000Z");

const tutors = 2_000;
const subjects = 50;

/**
 * Fills empty tables with `customers` customers of two years: 27 sessions each on average (most weekly or twice a
 * week, with one main tutor), a call or so each, one or two goals. Rows lie on disk in the order of time, as they
 * do when they were polled. The same number gives the same world. Answers the number of sessions.
 */
export async function generateHealthWorld(db: Kysely<DB>, customers: number): Promise<number> {
  await db.connection().execute(async (connection) => {
    await sql`select setseed(0.42)`.execute(connection);
    await sql`set max_parallel_workers_per_gather = 0`.execute(connection);
    await sql`insert into subjects (subject_code, name, created_at, updated_at)
      select 'subject_' || n, 'Subject ' || n, ${worldAsOf}, ${worldAsOf}
      from generate_series(1, ${subjects}::int) as n`.execute(connection);
    await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
      select n, 'Tutor ' || n, 'America/Chicago', 'active', ${worldAsOf}, ${worldAsOf}, ${worldAsOf}, gen_random_uuid()
      from generate_series(1, ${tutors}::int) as n`.execute(connection);
    await insertCustomers(connection, customers);
    await withoutIndexes(connection, "sessions", async () => await insertSessions(connection));
    await insertCallsAndGoals(connection);
    await sql`reset max_parallel_workers_per_gather`.execute(connection);
  });
  await sql`vacuum analyze`.execute(db);
  const { rows } = await sql<{ sessions: number }>`select count(*) as sessions from sessions`.execute(db);
  return rows[0]?.sessions ?? 0;
}

async function insertCustomers(db: Kysely<DB>, customers: number): Promise<void> {
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
      created_at, updated_at, content_hash)
    select n, 'Customer ' || n, 'America/Chicago', true, true,
      case when chance < 0.85 then 'active' when chance < 0.95 then 'closed' else 'paused' end,
      at, at, at, gen_random_uuid()
    from (select n, random() as chance, date_trunc('milliseconds', ${worldAsOf}::timestamptz - random() * interval '730 days') as at
      from generate_series(1, ${customers}::int) as n) as made`.execute(db);
}

// A life of sessions from signup until the customer left (one in three) or now, and one booked for most who stayed.
async function insertSessions(db: Kysely<DB>): Promise<void> {
  await sql`insert into sessions (customer_id, session_id, tutor_id, subject_code, status, scheduled_at, started_at,
      ended_at, duration_minutes, rating, created_at, updated_at)
    select customer_id, row_number() over (order by at), tutor_id, 'subject_' || (1 + customer_id % ${subjects}),
      status, at, case when status = 'completed' then at end, case when status = 'completed' then at + interval '1 hour' end,
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

async function insertCallsAndGoals(db: Kysely<DB>): Promise<void> {
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
