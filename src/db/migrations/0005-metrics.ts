import { type Kysely, sql } from "kysely";

/** Samples of every metric over time, and their hourly rollups, from which pages read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    select make_time_series('metric_samples', $columns$
      metric text not null,
      dimension text not null default '',
      sampled_at timestamptz not null,
      value double precision,
      details jsonb not null default '{}',
      primary key (metric, dimension, sampled_at)
    $columns$, 'sampled_at', '1 year');
    comment on table metric_samples is 'value null: unknown at that instant, which is not zero.';

    create table metric_hour_rollups (
      metric text not null,
      dimension text not null default '',
      hour timestamptz not null,
      first_value double precision,
      last_value double precision,
      min_value double precision,
      max_value double precision,
      value_sum double precision not null default 0,
      value_count integer not null default 0,
      last_sampled_at timestamptz not null,
      primary key (metric, dimension, hour)
    );
    grant select on metric_samples, metric_hour_rollups to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table metric_hour_rollups, metric_samples").execute(db);
}
