import { type Kysely, sql } from "kysely";

/** The current score of each customer, and every change of score or tier. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table customer_health_scores (
      customer_id bigint primary key references customers on delete cascade,
      score smallint check (score between 0 and 100),
      tier text check (tier in ('critical', 'at_risk', 'healthy', 'thriving')),
      score_tier text check (score_tier in ('critical', 'at_risk', 'healthy', 'thriving')),
      forced_by text,
      forced_since timestamptz,
      first_session double precision check (first_session between 0 and 100),
      velocity double precision check (velocity between 0 and 100),
      inbound_calls double precision check (inbound_calls between 0 and 100),
      goals double precision check (goals between 0 and 100),
      tutor_consistency double precision check (tutor_consistency between 0 and 100),
      confidence double precision check (confidence between 0 and 1),
      unscored_reason text check (unscored_reason in ('removed', 'paused', 'closed', 'not_signed_up')),
      flags jsonb not null default '[]',
      features jsonb,
      last_session_at timestamptz,
      settings_version integer not null,
      computed_at timestamptz not null,
      next_change_at timestamptz,
      content_hash uuid not null default gen_random_uuid(),
      records_hash bigint,
      check ((score is null) = (unscored_reason is not null)),
      check ((score is null) = (tier is null))
    );
    comment on column customer_health_scores.features is 'What the score was computed from, for explanations and for naming what moved it.';
    comment on column customer_health_scores.computed_at is 'The instant as of which the row was computed when it last changed; later passes that found the same leave it.';
    comment on column customer_health_scores.next_change_at is 'The next instant at which the passing of time alone can change the row; null where none can. Not after computed_at: with every moment.';
    comment on column customer_health_scores.content_hash is 'MD5 of all other columns but computed_at and records_hash: tells whether a pass has anything to write. Random where the row was not written by a pass.';
    comment on column customer_health_scores.records_hash is 'Hash of the records that the row was computed from: a pass that finds the same need not compute it again while it holds.';
    comment on column customer_health_scores.last_session_at is 'The last completed session.';
    create index customer_health_scores_by_score on customer_health_scores (score, customer_id); -- the list, worst first
    create index customer_health_scores_by_tier on customer_health_scores (tier, score, customer_id); -- tier filter and counts
    create index customer_health_scores_due on customer_health_scores (next_change_at); -- the incremental pass
    create index customer_health_scores_by_last_session on customer_health_scores (last_session_at, customer_id); -- sorting the list

    select make_time_series('customer_health_history', $columns$
      customer_id bigint not null,
      as_of timestamptz not null,
      score smallint,
      tier text,
      forced_by text,
      first_session double precision,
      velocity double precision,
      inbound_calls double precision,
      goals double precision,
      tutor_consistency double precision,
      unscored_reason text,
      causes jsonb not null default '[]',
      settings_version integer not null,
      origin text not null check (origin in ('live', 'backfill')),
      primary key (customer_id, as_of)
    $columns$, 'as_of', '3 years');
    create index customer_health_history_by_time on customer_health_history (as_of); -- who moved in the last hours
    comment on table customer_health_history is 'Every change of score or tier; causes say what moved it. origin backfill: reconstructed for a past instant.';

    create table health_passes (
      pass_id bigint generated always as identity primary key,
      kind text not null check (kind in ('full', 'incremental', 'changes', 'backfill')),
      as_of timestamptz not null,
      started_at timestamptz not null,
      duration_ms integer not null,
      computed integer not null,
      changed integer not null,
      lag_ms integer,
      settings_version integer,
      formula_version integer
    );
    comment on column health_passes.lag_ms is 'From the oldest change that the pass took up to its commit.';
    create index health_passes_newest on health_passes (started_at desc);

    alter table customer_health_scores enable row level security;
    alter table customer_health_history enable row level security;
    create policy customer_health_scores_read on customer_health_scores for select to dashboard_web
      using (viewer_sees_customer(customer_id));
    create policy customer_health_history_read on customer_health_history for select to dashboard_web
      using (viewer_sees_customer(customer_id));
    grant select on customer_health_scores, customer_health_history, health_passes to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table health_passes, customer_health_history, customer_health_scores").execute(db);
}
