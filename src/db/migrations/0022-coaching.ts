import { type Kysely, sql } from "kysely";

/** Tasks of coaching, and what the list of tutors is sorted, filtered and counted by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tasks).execute(db);
  await sql.raw(listOfTutors).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop index tutor_performance_list;
    alter table tutor_performance drop column trend_change;
    drop table coaching_tasks;
  `)
    .execute(db);
}

const tasks = `
  create table coaching_tasks (
    task_id bigint generated always as identity primary key,
    tutor_id bigint not null references tutors on delete cascade,
    flag text,
    subject_code text references subjects,
    title text not null check (length(title) between 1 and 200),
    note text check (length(note) <= 2000),
    owner_id text not null,
    owner_name text not null,
    due_on date not null,
    state text not null check (state in ('open', 'done', 'cancelled')),
    created_by text not null,
    created_by_name text not null,
    created_at timestamptz not null,
    closed_by_name text,
    closed_at timestamptz,
    closing_note text check (length(closing_note) <= 2000),
    check ((state = 'open') = (closed_at is null)),
    check ((closed_at is null) = (closed_by_name is null))
  );
  comment on column coaching_tasks.flag is 'The flag that it is about; null where it is about none.';
  comment on column coaching_tasks.owner_name is 'As it was when the task was given, as in the audit log.';
  create index coaching_tasks_by_tutor on coaching_tasks (tutor_id, created_at desc); -- the tutor's page
  create index coaching_tasks_open on coaching_tasks (due_on, task_id) where state = 'open'; -- what is to be done, the longest due first
  alter table coaching_tasks enable row level security;
  create policy coaching_tasks_read on coaching_tasks for select to dashboard_web using (viewer_role() is not null);
  create policy coaching_tasks_give on coaching_tasks for insert to dashboard_web
    with check (viewer_can_write() and created_by = viewer_id());
  create policy coaching_tasks_change on coaching_tasks for update to dashboard_web
    using (viewer_can_write()) with check (viewer_can_write());
  grant select, insert, update on coaching_tasks to dashboard_web;
`;

// A row carries kilobytes of evidence. The index is a narrow copy of all that the list sorts, filters and counts by:
// one serves every order, and one is written when a row changes.
const listOfTutors = `
  alter table tutor_performance add column trend_change double precision generated always as (
    case
      when trend_long #>> '{success,direction}' in ('improving', 'declining', 'stable')
        then (trend_long #>> '{success,change}')::double precision
      when trend_long #>> '{rating,direction}' in ('improving', 'declining', 'stable')
        then (trend_long #>> '{rating,change}')::double precision
    end) stored;
  comment on column tutor_performance.trend_change is 'Change of the measure that the trend speaks of, as a share of its earlier value; null where too few sessions bear on it.';
  create index tutor_performance_list on tutor_performance (tutor_id) include (first_sessions, first_sessions_rated,
    first_session_successes, shrunken_success, mean_rating, trend_change, utilisation, rank, percentile, raised_flags);
`;
