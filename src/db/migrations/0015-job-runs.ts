import { type Kysely, sql } from "kysely";

/** What ran, when, and how it ended: the queue itself forgets done jobs soon, and knows nothing of runs that were missed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table job_runs (
      queue_job_id text not null,
      started_at timestamptz not null,
      job text not null,
      schedule_key text,
      try integer not null,
      could_start_at timestamptz not null,
      finished_at timestamptz,
      outcome text check (outcome in ('done', 'lock_busy', 'given_back', 'retry', 'dropped', 'dead')),
      duration_ms integer,
      error_code text,
      error_message text,
      primary key (queue_job_id, started_at),
      check ((outcome is null) = (finished_at is null))
    );
    comment on table job_runs is 'One row for each time that a worker took up a job; the clock is the worker''s. No outcome: it still runs, or its worker was killed.';
    comment on column job_runs.could_start_at is 'When it was due, or queued where nothing held it back.';
    comment on column job_runs.outcome is 'lock_busy: another run of the same exclusive key was not over. given_back: its worker stopped.';
    create index job_runs_newest on job_runs (started_at desc); -- rates of an hour or a day, trimming
    create index job_runs_of_schedule on job_runs (schedule_key, started_at desc) where schedule_key is not null; -- last and missed runs
    alter table job_runs enable row level security;
    create policy job_runs_read on job_runs for select to dashboard_web using ((select viewer_is_admin())); -- asked once, not for each row
    grant select on job_runs to dashboard_web;

    -- How far each consumer is behind: numbers and instants alone, not what changed.
    grant select (change_id, changed_at) on change_log to dashboard_web;
    grant select on change_consumers to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    revoke select on change_consumers from dashboard_web;
    revoke select (change_id, changed_at) on change_log from dashboard_web;
    drop table job_runs;
  `)
    .execute(db);
}
