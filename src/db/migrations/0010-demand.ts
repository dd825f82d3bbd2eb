import { type Kysely, sql } from "kysely";

/** Forecasts as they were made, what became of them, and the models that made them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table forecast_models (
      model_id bigint generated always as identity primary key,
      subject_code text references subjects,
      kind text not null,
      parameters jsonb not null,
      trained_from timestamptz not null,
      trained_to timestamptz not null,
      scores jsonb not null default '{}',
      is_serving boolean not null default false,
      created_at timestamptz not null default now(),
      check (trained_from < trained_to)
    );
    comment on column forecast_models.subject_code is 'Null for a model of all subjects.';
    create unique index forecast_models_serving on forecast_models (coalesce(subject_code, '')) where is_serving;

    select make_time_series('supply_demand_forecasts', $columns$
      subject_code text not null,
      hour timestamptz not null,
      made_at timestamptz not null,
      model_id bigint not null,
      demand_mean double precision not null check (demand_mean >= 0),
      demand_median double precision not null,
      demand_lower double precision not null,
      demand_upper double precision not null,
      booked integer not null default 0,
      available double precision,
      capacity double precision,
      shortage_probability double precision check (shortage_probability between 0 and 1),
      expected_unserved double precision,
      primary key (subject_code, hour, made_at),
      check (demand_lower <= demand_median and demand_median <= demand_upper),
      check (made_at <= hour)
    $columns$, 'made_at', '1 year');
    create index supply_demand_forecasts_by_hour on supply_demand_forecasts (hour, subject_code); -- the hours that have passed

    create table forecast_accuracy (
      subject_code text not null references subjects,
      model_id bigint not null references forecast_models,
      day date not null,
      distance_days smallint not null check (distance_days between 1 and 7),
      hours integer not null,
      actual_sum double precision not null,
      forecast_sum double precision not null,
      absolute_error_sum double precision not null,
      floor_error_sum double precision not null,
      deviance_sum double precision not null,
      covered_hours integer not null,
      width_sum double precision not null,
      primary key (subject_code, model_id, day, distance_days),
      check (covered_hours <= hours)
    );
    comment on column forecast_accuracy.floor_error_sum is 'The error that a perfect forecast of a Poisson rate would still make.';
    grant select on forecast_models, supply_demand_forecasts, forecast_accuracy to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table forecast_accuracy, supply_demand_forecasts, forecast_models").execute(db);
}
