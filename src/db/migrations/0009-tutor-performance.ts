import { type Kysely, sql } from "kysely";

/** Measures of tutors: current, by week and month, and by subject. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(currentMeasures).execute(db);
  await sql.raw(periodsAndSubjects).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw("drop table tutor_subject_performance, tutor_performance_periods, tutor_performance")
    .execute(db);
}

const currentMeasures = `
  create table tutor_performance (
    tutor_id bigint primary key references tutors on delete cascade,
    first_sessions integer not null default 0,
    first_sessions_rated integer not null default 0,
    first_session_successes integer not null default 0,
    success_lower double precision,
    success_upper double precision,
    mean_rating double precision check (mean_rating between 1 and 5),
    sessions integer not null default 0,
    hours_taught double precision not null default 0,
    completion_rate double precision check (completion_rate between 0 and 1),
    cancellation_rate double precision check (cancellation_rate between 0 and 1),
    utilisation double precision,
    trend text check (trend in ('improving', 'declining', 'stable', 'too_few')),
    rank integer,
    flags jsonb not null default '[]',
    computed_at timestamptz not null,
    check (first_session_successes <= first_sessions_rated and first_sessions_rated <= first_sessions)
  );
  create index tutor_performance_by_rank on tutor_performance (rank) where rank is not null; -- the leaderboard
  grant select on tutor_performance to dashboard_web;
`;

const periodsAndSubjects = `
  create table tutor_performance_periods (
    tutor_id bigint not null references tutors on delete cascade,
    period text not null check (period in ('week', 'month')),
    starts_on date not null,
    first_sessions_rated integer not null default 0,
    first_session_successes integer not null default 0,
    sessions integer not null default 0,
    rated integer not null default 0,
    rating_sum numeric not null default 0,
    hours_taught double precision not null default 0,
    no_shows integer not null default 0,
    cancelled_by_tutor integer not null default 0,
    primary key (tutor_id, period, starts_on)
  );
  comment on column tutor_performance_periods.starts_on is 'First business day of the week (Monday) or month.';

  create table tutor_subject_performance (
    tutor_id bigint not null references tutors on delete cascade,
    subject_code text not null references subjects,
    first_sessions_rated integer not null default 0,
    first_session_successes integer not null default 0,
    sessions integer not null default 0,
    rated integer not null default 0,
    rating_sum numeric not null default 0,
    computed_at timestamptz not null,
    primary key (tutor_id, subject_code)
  );
  create index tutor_subject_performance_by_subject on tutor_subject_performance (subject_code); -- benchmarks
  grant select on tutor_performance_periods, tutor_subject_performance to dashboard_web;
`;
