import { type Kysely, sql } from "kysely";

/** What is known of tutors beyond their counts: trends, flags, ranks, anomalies, and the model behind them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(currentMeasures).execute(db);
  await sql.raw(periodsAndSubjects).execute(db);
  await sql.raw(modelsAndPasses).execute(db);
  await sql.raw(flagsAndAnomalies).execute(db);
  await sql.raw(visibility).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop policy tutor_performance_read on tutor_performance;
    drop policy tutor_performance_periods_read on tutor_performance_periods;
    drop policy tutor_subject_performance_read on tutor_subject_performance;
    alter table tutor_performance disable row level security;
    alter table tutor_performance_periods disable row level security;
    alter table tutor_subject_performance disable row level security;
    drop table tutor_anomalies, tutor_flag_changes, tutor_passes, subject_benchmarks, tutor_models;
    drop index tutor_performance_by_flag, tutor_performance_due;
    alter table tutor_subject_performance drop column first_sessions, drop column first_expected, drop column benchmark,
      drop column certainty_below_benchmark, drop column standing;
    alter table tutor_performance_periods drop column first_sessions, drop column first_expected, drop column ratings;
    alter table tutor_performance drop column expected_success, drop column first_expected,
      drop column shrunken_success, drop column percentile, drop column badge, drop column rated, drop column ratings,
      drop column no_shows, drop column cancelled_by_tutor, drop column trend_short, drop column trend_long,
      drop column hours_available_28d, drop column hours_taught_28d, drop column raised_flags,
      drop column model_day, drop column settings_version, drop column next_change_at, drop column content_hash;
  `)
    .execute(db);
}

const currentMeasures = `
  alter table tutor_performance
    add column expected_success double precision check (expected_success between 0 and 1),
    add column first_expected double precision not null default 0,
    add column shrunken_success double precision check (shrunken_success between 0 and 1),
    add column percentile double precision check (percentile between 0 and 1),
    add column badge text check (badge in ('first', 'second', 'third', 'leaderboard', 'top_tenth')),
    add column rated integer not null default 0,
    add column ratings integer[] not null default '{0,0,0,0,0,0,0,0,0}',
    add column no_shows integer not null default 0,
    add column cancelled_by_tutor integer not null default 0,
    add column trend_short jsonb,
    add column trend_long jsonb,
    add column hours_available_28d double precision not null default 0,
    add column hours_taught_28d double precision not null default 0,
    add column raised_flags text[] not null default '{}',
    add column model_day date,
    add column settings_version integer,
    add column next_change_at timestamptz,
    add column content_hash uuid not null default gen_random_uuid();
  comment on column tutor_performance.expected_success is 'The rate that the subjects, customers and hours of the rated first sessions lead one to expect.';
  comment on column tutor_performance.first_expected is 'Successes to be expected of the rated first sessions.';
  comment on column tutor_performance.shrunken_success is 'First-session success, shrunken towards what is expected; the ranking goes by it.';
  comment on column tutor_performance.percentile is 'Share of the ranked tutors that stand below.';
  comment on column tutor_performance.ratings is 'How many of 1, 1.5, … 5 stars.';
  comment on column tutor_performance.utilisation is 'Hours taught by hours available, shrunken towards the mean of the tutor''s subjects.';
  comment on column tutor_performance.hours_taught_28d is 'Of the 28 business days before the current one, as hours_available_28d.';
  comment on column tutor_performance.raised_flags is 'Codes of the flags that are shown as raised, for filters.';
  comment on column tutor_performance.model_day is 'Business day of the model that the row was computed with.';
  comment on column tutor_performance.next_change_at is 'The next instant within the business day at which the passing of time alone can change the row; null where none can.';
  comment on column tutor_performance.content_hash is 'Of all that a pass computes from the tutor''s own records: tells whether a pass has anything to write.';
  create index tutor_performance_by_flag on tutor_performance using gin (raised_flags); -- filter by flag
  create index tutor_performance_due on tutor_performance (next_change_at) where next_change_at is not null; -- the incremental pass
`;

const periodsAndSubjects = `
  alter table tutor_performance_periods
    add column first_sessions integer not null default 0,
    add column first_expected double precision not null default 0,
    add column ratings integer[] not null default '{0,0,0,0,0,0,0,0,0}';
  comment on column tutor_performance_periods.sessions is 'Completed sessions.';
  comment on column tutor_performance_periods.ratings is 'How many of 1, 1.5, … 5 stars.';

  alter table tutor_subject_performance
    add column first_sessions integer not null default 0,
    add column first_expected double precision not null default 0,
    add column benchmark double precision check (benchmark between 0 and 1),
    add column certainty_below_benchmark double precision check (certainty_below_benchmark between 0 and 1),
    add column standing text check (standing in ('strength', 'weakness', 'usual'));
  comment on column tutor_subject_performance.benchmark is 'First-session success of all tutors in the subject.';
  comment on column tutor_subject_performance.certainty_below_benchmark is 'How probable it is that the true rate lies under the benchmark; null without a rated first session.';
`;

const modelsAndPasses = `
  create table tutor_models (
    day date primary key,
    value jsonb not null,
    settings_version integer not null,
    fitted_at timestamptz not null,
    duration_ms integer not null
  );
  comment on table tutor_models is 'What all tutors together lead one to expect, from the sessions before the business day began; all passes of the day use it.';

  create table subject_benchmarks (
    subject_code text primary key references subjects,
    first_sessions_rated integer not null,
    success_rate double precision check (success_rate between 0 and 1),
    mean_rating double precision check (mean_rating between 1 and 5),
    utilisation double precision,
    day date not null
  );
  comment on table subject_benchmarks is 'Of all tutors, before the business day began.';

  create table tutor_passes (
    pass_id bigint generated always as identity primary key,
    kind text not null check (kind in ('full', 'incremental')),
    as_of timestamptz not null,
    day date not null,
    started_at timestamptz not null,
    duration_ms integer not null,
    computed integer not null,
    changed integer not null,
    rows_written integer not null,
    lag_ms integer,
    settings_version integer not null
  );
  comment on column tutor_passes.lag_ms is 'From the oldest change that the pass took up to its commit.';
  create index tutor_passes_newest on tutor_passes (started_at desc);
`;

const flagsAndAnomalies = `
  create table tutor_flag_changes (
    change_id bigint generated always as identity primary key,
    tutor_id bigint not null references tutors on delete cascade,
    code text not null,
    change text not null check (change in ('raised', 'fell')),
    happened_at timestamptz not null,
    certainty double precision not null check (certainty between 0 and 1)
  );
  comment on table tutor_flag_changes is 'When a flag was shown as raised and when it fell again.';
  create index tutor_flag_changes_by_tutor on tutor_flag_changes (tutor_id, happened_at); -- history of one tutor
  create index tutor_flag_changes_by_time on tutor_flag_changes (happened_at); -- how many this week

  create table tutor_anomalies (
    tutor_id bigint not null references tutors on delete cascade,
    measure text not null check (measure in ('rating', 'cancellations', 'no_shows', 'session_length')),
    week date not null,
    value double precision not null,
    expected double precision not null,
    sessions integer not null,
    p_value double precision not null check (p_value between 0 and 1),
    state text not null check (state in ('open', 'closed')),
    opened_at timestamptz not null,
    closed_at timestamptz,
    ending text check (ending in ('back_to_usual', 'continued', 'corrected', 'no_sessions')),
    note text not null,
    primary key (tutor_id, measure, week),
    check ((state = 'closed') = (closed_at is not null)),
    check ((state = 'closed') = (ending is not null))
  );
  comment on table tutor_anomalies is 'Weeks that are out of a tutor''s own ordinary; note says it in words.';
  create index tutor_anomalies_open on tutor_anomalies (opened_at desc) where state = 'open'; -- what the coaches look at
`;

const visibility = ["tutor_performance", "tutor_performance_periods", "tutor_subject_performance"]
  .concat("tutor_models", "subject_benchmarks", "tutor_passes", "tutor_flag_changes", "tutor_anomalies")
  .map(
    (table) => `
  alter table ${table} enable row level security;
  create policy ${table}_read on ${table} for select to dashboard_web using (viewer_role() is not null);
  grant select on ${table} to dashboard_web;`,
  )
  .join("\n");
