import { type Kysely, sql } from "kysely";

/**
 * The records of the systems that we read. Tables owned by a customer carry customer_id in their primary
 * key, so that the same schema can be distributed by customer; subjects and tutors are small and can be
 * reference tables. created_at, updated_at and deleted_at are the source's.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(subjectsAndTutors).execute(db);
  await sql.raw(customersAndGoals).execute(db);
  await sql.raw(sessionsAndCalls).execute(db);
  await sql.raw(rollups).execute(db);
  await sql.raw(visibility).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop table call_hour_rollups, subject_hour_rollups, inbound_calls, sessions, goals, customers,
      tutor_time_off, tutor_availability, tutor_subjects, tutors, subjects;
  `)
    .execute(db);
}

const subjectsAndTutors = `
  create table subjects (
    subject_code text primary key,
    name text not null,
    category text,
    created_at timestamptz,
    updated_at timestamptz,
    is_described boolean not null default true,
    check (not is_described or (created_at is not null and updated_at is not null))
  );
  comment on column subjects.is_described is 'False while the code was only seen on a session or tutor; such a row is not part of the source.';

  create table tutors (
    tutor_id bigint primary key,
    name text not null,
    email text,
    timezone text not null,
    status text not null check (status in ('active', 'on_leave', 'departed')),
    hourly_rate numeric,
    hired_at timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    content_hash uuid not null
  );
  comment on column tutors.content_hash is 'MD5 of the whole record with its nested lists: tells whether a version with the same updated_at is another one.';

  create table tutor_subjects (
    tutor_id bigint not null references tutors on delete cascade,
    subject_code text not null references subjects,
    position smallint not null,
    primary key (tutor_id, position)
  );
  create index tutor_subjects_by_subject on tutor_subjects (subject_code, tutor_id); -- who teaches this

  create table tutor_availability (
    tutor_id bigint not null references tutors on delete cascade,
    position smallint not null,
    weekday smallint not null check (weekday between 0 and 6),
    starts text not null,
    ends text not null,
    primary key (tutor_id, position)
  );
  comment on table tutor_availability is 'Wall-clock times HH:MM in the tutor''s timezone; 24:00 or an end not after the start runs past midnight.';

  create table tutor_time_off (
    tutor_id bigint not null references tutors on delete cascade,
    position smallint not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    primary key (tutor_id, position)
  );
`;

const customersAndGoals = `
  create table customers (
    customer_id bigint primary key,
    name text not null,
    email text,
    phone text,
    timezone text not null,
    acquisition_channel text,
    plan text,
    monthly_spend numeric,
    email_consent boolean not null,
    phone_consent boolean not null,
    status text not null check (status in ('active', 'paused', 'closed')),
    signed_up_at timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    content_hash uuid not null
  );
  -- sorting the customer list by name, with customer_id as the tie-break of the cursor
  create index customers_by_name on customers (lower(name), customer_id);
  -- signups over a range
  create index customers_by_signup on customers (signed_up_at);

  create table goals (
    customer_id bigint not null references customers on delete cascade,
    goal_id bigint not null,
    position smallint not null,
    title text not null,
    subject_code text,
    is_primary boolean not null,
    target_date date,
    completed_at timestamptz,
    created_at timestamptz not null,
    primary key (customer_id, goal_id)
  );
`;

const sessionsAndCalls = `
  create table sessions (
    customer_id bigint not null references customers,
    session_id bigint not null,
    tutor_id bigint not null references tutors,
    subject_code text not null references subjects,
    status text not null check (status in ('scheduled', 'in_progress', 'completed', 'cancelled', 'no_show')),
    cancelled_by text check (cancelled_by in ('customer', 'tutor', 'system')),
    scheduled_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    duration_minutes integer,
    rating numeric(2, 1) check (rating between 1 and 5),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    happened_at timestamptz not null generated always as (coalesce(started_at, scheduled_at)) stored,
    primary key (customer_id, session_id)
  );
  comment on column sessions.happened_at is 'The session''s time: started_at, or scheduled_at where that is null.';
  -- finding a session by its id alone, whoever its customer is now
  create index sessions_by_id on sessions (session_id);
  -- everything that health needs of a customer, without touching the table
  create index sessions_completed on sessions (customer_id, happened_at, session_id)
    include (tutor_id, rating, deleted_at) where status = 'completed';
  -- all sessions of a customer, newest first
  create index sessions_by_customer_time on sessions (customer_id, happened_at desc, session_id desc);
  -- a tutor's sessions over time, and the earliest with each customer
  create index sessions_by_tutor_time on sessions (tutor_id, happened_at);
  -- sessions of a stretch of time, whatever their state; rows arrive roughly in the order of time, so ranges of blocks do
  create index sessions_by_time on sessions using brin (happened_at) with (pages_per_range = 32);
  -- running and booked sessions: few rows among many
  create index sessions_open on sessions (happened_at) where status in ('scheduled', 'in_progress');
  -- whether a customer has, or had, a session booked
  create index sessions_not_held on sessions (customer_id)
    include (status, scheduled_at, happened_at, created_at, deleted_at)
    where status in ('scheduled', 'in_progress', 'no_show');

  create table inbound_calls (
    customer_id bigint not null references customers,
    call_id bigint not null,
    called_at timestamptz not null,
    reason_code text not null,
    reason text not null generated always as (case when reason_code in
      ('billing', 'scheduling', 'technical', 'tutor_complaint', 'cancellation', 'progress') then reason_code else 'other' end) stored,
    duration_seconds integer,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    primary key (customer_id, call_id)
  );
  comment on column inbound_calls.reason_code is 'As it came; reason is the one that is counted.';
  create index inbound_calls_by_id on inbound_calls (call_id); -- finding a call by its id alone
  create index inbound_calls_by_customer_time on inbound_calls (customer_id, called_at, call_id)
    include (reason, deleted_at); -- windows of one customer, without touching the table
  create index inbound_calls_by_time on inbound_calls (called_at); -- calls whose window has just passed
`;

// Kept in the transaction that writes the sessions and calls; pages read these, never the raw rows.
const rollups = `
  create table subject_hour_rollups (
    subject_code text not null references subjects,
    hour timestamptz not null,
    booked integer not null default 0,
    completed integer not null default 0,
    no_show integer not null default 0,
    cancelled_by_customer integer not null default 0,
    cancelled_by_tutor integer not null default 0,
    cancelled_otherwise integer not null default 0,
    rated integer not null default 0,
    rating_sum numeric not null default 0,
    successes integer not null default 0,
    minutes bigint not null default 0,
    primary key (subject_code, hour)
  );
  comment on table subject_hour_rollups is 'Live sessions by subject and UTC hour of happened_at; booked counts all of them, minutes those completed.';
  create index subject_hour_rollups_by_hour on subject_hour_rollups (hour); -- ranges over all subjects

  create table call_hour_rollups (
    hour timestamptz not null,
    reason text not null,
    calls integer not null default 0,
    primary key (hour, reason)
  );
`;

const visibility = `
  alter table customers enable row level security;
  alter table goals enable row level security;
  alter table sessions enable row level security;
  alter table inbound_calls enable row level security;
  create policy customers_read on customers for select to dashboard_web using (viewer_sees_customer(customer_id));
  create policy goals_read on goals for select to dashboard_web using (viewer_sees_customer(customer_id));
  create policy sessions_read on sessions for select to dashboard_web
    using (viewer_sees_customer(customer_id) and viewer_sees_subject(subject_code));
  create policy inbound_calls_read on inbound_calls for select to dashboard_web using (viewer_sees_customer(customer_id));
  grant select on subjects, tutors, tutor_subjects, tutor_availability, tutor_time_off, customers, goals, sessions,
    inbound_calls, subject_hour_rollups, call_hour_rollups to dashboard_web;
`;
