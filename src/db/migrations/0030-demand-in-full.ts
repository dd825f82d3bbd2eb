import { type Kysely, sql } from "kysely";

/** Demand by the hour that sessions are booked for, forecast runs, the outlook in force, episodes, overrides, features. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [
    history,
    runs,
    forecasts,
    outlook,
    episodes,
    people,
    accuracy,
    visibility,
    recommendations,
  ])
    await sql.raw(part).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter table recommendations drop column decided_by_name;
    drop policy forecast_models_read on forecast_models;
    drop policy forecast_models_serve on forecast_models;
    alter table forecast_models disable row level security;
    revoke update on forecast_models from dashboard_web;
    drop policy forecast_accuracy_read on forecast_accuracy;
    alter table forecast_accuracy disable row level security;
    alter table forecast_accuracy drop column interval_score_sum, drop column exact_covered_sum, drop column busy_hours,
      drop column busy_relative_error_sum, drop column plain_absolute_error_sum, drop column seasonal_naive_error_sum,
      drop column reference_absolute_error_sum, drop column reference_deviance_sum, drop column reference_covered_hours,
      drop column reference_interval_score_sum;
    drop table forecast_conditions, demand_features, demand_outliers, demand_overrides, imbalance_episodes, demand_outlook;
    alter table supply_demand_forecasts drop column run_id, drop column whole_mean, drop column remainder_mean, drop column dispersion,
      drop column mean_without_override, drop column reference_mean, drop column reference_lower,
      drop column reference_upper;
    alter table forecast_models drop column run_id, drop column chosen_by, drop column chosen_at, drop column reason, drop column basis, drop column retired_at;
    drop table forecast_runs, demand_hour_rollups;
  `)
    .execute(db);
}

// Kept in the transaction that writes the sessions. The hour is the booked one: a session that starts two minutes early
// is demand of the hour that it was booked for.
const history = `
  create table demand_hour_rollups (
    subject_code text not null references subjects,
    hour timestamptz not null,
    booked integer not null default 0,
    open integer not null default 0,
    completed integer not null default 0,
    no_show integer not null default 0,
    cancelled_by_customer integer not null default 0,
    cancelled_by_tutor integer not null default 0,
    cancelled_otherwise integer not null default 0,
    booked_minutes bigint not null default 0,
    booked_1h integer not null default 0,
    booked_6h integer not null default 0,
    booked_12h integer not null default 0,
    booked_24h integer not null default 0,
    booked_48h integer not null default 0,
    booked_72h integer not null default 0,
    booked_96h integer not null default 0,
    booked_120h integer not null default 0,
    booked_144h integer not null default 0,
    booked_168h integer not null default 0,
    primary key (subject_code, hour)
  );
  comment on table demand_hour_rollups is 'Live sessions by subject and UTC hour of scheduled_at. booked counts all of them: whoever cancelled wanted the hour too.';
  comment on column demand_hour_rollups.booked_24h is 'Of booked, those whose booking (created_at) was made at least 24 hours before the hour begins; so for the others.';
  create index demand_hour_rollups_by_hour on demand_hour_rollups (hour); -- ranges over all subjects
  insert into demand_hour_rollups
  select subject_code, booked_for, count(*), count(*) filter (where status in ('scheduled', 'in_progress')),
    count(*) filter (where status = 'completed'), count(*) filter (where status = 'no_show'),
    count(*) filter (where status = 'cancelled' and cancelled_by = 'customer'),
    count(*) filter (where status = 'cancelled' and cancelled_by = 'tutor'),
    count(*) filter (where status = 'cancelled' and (cancelled_by is null or cancelled_by = 'system')),
    coalesce(sum(duration_minutes), 0), count(*) filter (where lead >= 1), count(*) filter (where lead >= 6),
    count(*) filter (where lead >= 12), count(*) filter (where lead >= 24), count(*) filter (where lead >= 48),
    count(*) filter (where lead >= 72), count(*) filter (where lead >= 96), count(*) filter (where lead >= 120),
    count(*) filter (where lead >= 144), count(*) filter (where lead >= 168)
  from (select subject_code, date_bin('1 hour', scheduled_at, 'epoch') as booked_for, status, cancelled_by,
      duration_minutes, extract(epoch from date_bin('1 hour', scheduled_at, 'epoch') - created_at) / 3600 as lead
    from sessions where deleted_at is null) as live
  group by subject_code, booked_for;
`;

const runs = `
  create table forecast_runs (
    run_id bigint generated always as identity primary key,
    kind text not null check (kind in ('daily', 'early', 'selection', 'manual')),
    reason text,
    made_at timestamptz not null,
    based_on_until timestamptz not null,
    trained_from timestamptz not null,
    trained_to timestamptz not null,
    subjects integer not null,
    hours integer not null,
    duration_ms double precision not null,
    settings_version integer not null,
    booking_curve jsonb not null default '{}',
    check (trained_from < trained_to)
  );
  comment on column forecast_runs.based_on_until is 'Sessions were known until then.';
  comment on column forecast_runs.booking_curve is 'How much is booked how long before, as it was learned: the outlook is brought up to date with it.';
  create index forecast_runs_newest on forecast_runs (made_at desc); -- the newest run, and those before it

  alter table forecast_models add column run_id bigint references forecast_runs,
    add column chosen_by text not null default 'selection',
    add column chosen_at timestamptz,
    add column reason text,
    add column basis jsonb,
    add column retired_at timestamptz;
  comment on column forecast_models.basis is 'On what its newest forecast rests: own history, or borrowed.';
  comment on column forecast_models.chosen_by is 'selection, or the user who put this version back into service.';
`;

const forecasts = `
  alter table supply_demand_forecasts
    add column run_id bigint,
    add column whole_mean double precision,
    add column remainder_mean double precision,
    add column dispersion double precision,
    add column mean_without_override double precision,
    add column reference_mean double precision,
    add column reference_lower double precision,
    add column reference_upper double precision;
  comment on column supply_demand_forecasts.whole_mean is 'What the model expects of the hour before it looks at bookings.';
  comment on column supply_demand_forecasts.remainder_mean is 'Mean of what is not booked yet; with dispersion and booked it is the law of the count.';
`;

// The latest forecast of each hour ahead, with what is booked and who can teach now. Pages read this.
const outlook = `
  create table demand_outlook (
    subject_code text not null references subjects,
    hour timestamptz not null,
    run_id bigint not null references forecast_runs,
    model_id bigint not null references forecast_models,
    made_at timestamptz not null,
    computed_at timestamptz not null,
    demand_mean double precision not null,
    demand_median double precision not null,
    demand_lower double precision not null,
    demand_upper double precision not null,
    whole_mean double precision not null,
    whole_dispersion double precision not null,
    remainder_mean double precision not null,
    dispersion double precision not null,
    booked integer not null,
    cancelled integer not null default 0,
    expected_cancelled double precision not null default 0,
    usual_share double precision not null default 0 check (usual_share between 0 and 1),
    mean_without_override double precision not null,
    override_id bigint,
    reference_mean double precision not null,
    reference_lower double precision not null,
    reference_upper double precision not null,
    previous_mean double precision,
    parts jsonb not null default '[]',
    available integer,
    booked_tutors integer,
    capacity double precision,
    shortage_probability double precision check (shortage_probability between 0 and 1),
    expected_unserved double precision,
    primary key (subject_code, hour)
  );
  comment on column demand_outlook.whole_mean is 'With whole_dispersion the law of the count before anything of it is booked; the rest follows from it, what is booked and the booking curve.';
  comment on column demand_outlook.cancelled is 'Of booked, those cancelled already; they were demand, but nobody has to teach them.';
  comment on column demand_outlook.expected_cancelled is 'Of demand_mean, how many will not be taught because they are cancelled: those that are already, and as many of the others as usual.';
  comment on column demand_outlook.usual_share is 'Share of demand that is booked so long before, as a rule.';
  comment on column demand_outlook.available is 'Tutors of the subject who are at work in that hour, the booked ones among them.';
  comment on column demand_outlook.capacity is 'Sessions that can be served after tutors of several subjects are shared out.';
  comment on column demand_outlook.previous_mean is 'What the run before said of the same hour.';
  create index demand_outlook_by_hour on demand_outlook (hour); -- one hour or day over all subjects
`;

const episodes = `
  create table imbalance_episodes (
    episode_id bigint generated always as identity primary key,
    subject_code text not null references subjects,
    kind text not null check (kind in ('shortage', 'surplus')),
    state text not null check (state in ('open', 'filled', 'passed', 'gone')),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    worst_hour timestamptz not null,
    worst_balance double precision,
    tutors_missing double precision not null,
    unserved_sessions double precision not null,
    unserved_low double precision not null,
    unserved_high double precision not null,
    cents_at_stake bigint not null,
    probability double precision not null check (probability between 0 and 1),
    severity text not null check (severity in ('critical', 'warning', 'info')),
    levers jsonb not null default '[]',
    raised_at timestamptz not null,
    computed_at timestamptz not null,
    closed_at timestamptz,
    worst_severity text not null,
    outcome jsonb,
    check (starts_at < ends_at),
    check ((state = 'open') = (closed_at is null))
  );
  comment on column imbalance_episodes.state is 'filled: the gap was closed before; passed: its time came; gone: the forecast does not show it any more.';
  create index imbalance_episodes_open on imbalance_episodes (subject_code, kind, starts_at) where state = 'open'; -- what is ahead
  create index imbalance_episodes_by_time on imbalance_episodes (starts_at desc); -- what there was
`;

const people = `
  create table demand_overrides (
    override_id bigint generated always as identity primary key,
    subject_code text not null references subjects,
    from_hour timestamptz not null,
    to_hour timestamptz not null,
    kind text not null check (kind in ('set', 'scale')),
    amount double precision not null check (amount >= 0),
    reason text not null check (length(reason) between 3 and 500),
    created_by text not null,
    created_by_name text not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    ended_by_name text,
    check (from_hour < to_hour)
  );
  comment on column demand_overrides.amount is 'set: sessions in each hour; scale: what the forecast is multiplied by.';
  create index demand_overrides_by_hours on demand_overrides (subject_code, from_hour); -- overrides of a stretch

  create table demand_outliers (
    subject_code text not null references subjects,
    hour timestamptz not null,
    weight double precision not null check (weight between 0 and 1),
    expected double precision,
    reason text not null,
    marked_by text not null,
    marked_by_name text not null,
    marked_at timestamptz not null,
    primary key (subject_code, hour)
  );
  comment on column demand_outliers.weight is 'What the hour weighs in training: 0 leaves it out, 1 takes it as ordinary.';
  comment on column demand_outliers.marked_by is 'detector, or the user whose word stands against the detector.';

  create table demand_features (
    name text not null check (length(name) between 1 and 60),
    subject_code text not null default '',
    hour timestamptz not null,
    value double precision not null,
    is_forecast boolean not null default false,
    primary key (name, subject_code, hour)
  );
  comment on column demand_features.subject_code is 'Empty for a feature of all subjects.';
`;

const accuracy = `
  alter table forecast_accuracy
    add column interval_score_sum double precision not null default 0,
    add column exact_covered_sum double precision not null default 0,
    add column busy_hours integer not null default 0,
    add column busy_relative_error_sum double precision not null default 0,
    add column plain_absolute_error_sum double precision not null default 0,
    add column seasonal_naive_error_sum double precision not null default 0,
    add column reference_absolute_error_sum double precision not null default 0,
    add column reference_deviance_sum double precision not null default 0,
    add column reference_covered_hours integer not null default 0,
    add column reference_interval_score_sum double precision not null default 0;
  create table forecast_conditions (
    subject_code text primary key references subjects,
    is_below boolean not null,
    since timestamptz,
    checked_at timestamptz not null,
    hours integer not null,
    error_by_floor double precision,
    coverage double precision,
    exact_coverage double precision,
    note text,
    check (is_below = (since is not null))
  );
  comment on table forecast_conditions is 'What the watch on accuracy found last: whether a subject is forecast worse than its threshold, since when and why.';
  comment on column forecast_accuracy.busy_hours is 'Hours with five sessions or more: only there a relative error means something.';
  comment on column forecast_accuracy.exact_covered_sum is 'Hours that an exact law would have covered.';
  comment on column forecast_accuracy.plain_absolute_error_sum is 'The error without overrides.';
`;

const visibility = `
  alter table demand_overrides enable row level security;
  create policy demand_overrides_read on demand_overrides for select to dashboard_web using (viewer_sees_subject(subject_code));
  create policy demand_overrides_add on demand_overrides for insert to dashboard_web
    with check (viewer_can_write() and created_by = viewer_id() and viewer_sees_subject(subject_code));
  create policy demand_overrides_end on demand_overrides for update to dashboard_web
    using (viewer_can_write() and viewer_sees_subject(subject_code)) with check (viewer_can_write());
  alter table demand_outliers enable row level security;
  create policy demand_outliers_read on demand_outliers for select to dashboard_web using (viewer_sees_subject(subject_code));
  create policy demand_outliers_mark on demand_outliers for insert to dashboard_web
    with check (viewer_can_write() and marked_by = viewer_id() and viewer_sees_subject(subject_code));
  create policy demand_outliers_change on demand_outliers for update to dashboard_web
    using (viewer_can_write() and viewer_sees_subject(subject_code)) with check (marked_by = viewer_id());
  alter table demand_hour_rollups enable row level security;
  create policy demand_hour_rollups_read on demand_hour_rollups for select to dashboard_web
    using (viewer_sees_subject(subject_code));
  alter table demand_outlook enable row level security;
  create policy demand_outlook_read on demand_outlook for select to dashboard_web using (viewer_sees_subject(subject_code));
  alter table imbalance_episodes enable row level security;
  create policy imbalance_episodes_read on imbalance_episodes for select to dashboard_web
    using (viewer_sees_subject(subject_code));
  alter table forecast_accuracy enable row level security;
  create policy forecast_accuracy_read on forecast_accuracy for select to dashboard_web
    using (viewer_sees_subject(subject_code));
  alter table forecast_conditions enable row level security;
  create policy forecast_conditions_read on forecast_conditions for select to dashboard_web
    using (viewer_sees_subject(subject_code));
  alter table forecast_models enable row level security;
  create policy forecast_models_read on forecast_models for select to dashboard_web
    using (subject_code is null and viewer_role() is not null or viewer_sees_subject(subject_code));
  create policy forecast_models_serve on forecast_models for update to dashboard_web
    using (viewer_is_admin() and (subject_code is null or viewer_sees_subject(subject_code)))
    with check (viewer_is_admin());
  grant select on demand_hour_rollups, forecast_runs, demand_outlook, imbalance_episodes, demand_features,
    forecast_conditions to dashboard_web;
  grant select, insert, update on demand_overrides, demand_outliers to dashboard_web;
  grant update on forecast_models to dashboard_web;
`;

const recommendations = "alter table recommendations add column decided_by_name text";
