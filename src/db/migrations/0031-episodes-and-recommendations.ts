import { type Kysely, sql } from "kysely";

/** What an episode was when it was raised, what a session is worth, and what became of recommendations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [episodes, values, recommendations]) await sql.raw(part).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop policy recommendations_read on recommendations;
    create policy recommendations_read on recommendations for select to dashboard_web
      using (viewer_role() is not null);
    drop policy recommendations_decide on recommendations;
    create policy recommendations_decide on recommendations for update to dashboard_web
      using (viewer_can_write()) with check (viewer_can_write());
    drop index recommendations_by_need, recommendations_list;
    alter table recommendations drop column rule, drop column episode_id, drop column details, drop column baseline,
      drop column done_by, drop column done_by_name, drop column done_at,
      drop column measured_at;
    drop table subject_session_values;
    alter table imbalance_episodes drop column hours, drop column raised_unserved, drop column raised_starts_at;
  `)
    .execute(db);
}

const episodes = `
  alter table imbalance_episodes
    add column hours jsonb not null default '[]',
    add column raised_unserved double precision not null default 0,
    add column raised_starts_at timestamptz;
  comment on column imbalance_episodes.hours is 'Demand, capacity and unserved sessions of each hour, as they were looked at last.';
  comment on column imbalance_episodes.raised_unserved is 'unserved_sessions when it was raised; raised_starts_at so for starts_at.';
`;

const values = `
  create table subject_session_values (
    subject_code text primary key references subjects,
    cents integer not null check (cents >= 0),
    basis text not null check (basis in ('spend', 'rate', 'unknown')),
    sessions integer not null,
    computed_at timestamptz not null
  );
  comment on table subject_session_values is 'What a session brings in: spend of the customers by their sessions; or the tutors'' rate where no spend is known.';
  grant select on subject_session_values to dashboard_web;
`;

const recommendations = `
  alter table recommendations
    add column rule text not null default '',
    add column episode_id bigint references imbalance_episodes,
    add column details jsonb not null default '{}',
    add column baseline jsonb,
    add column done_by text,
    add column done_by_name text,
    add column done_at timestamptz,
    add column measured_at timestamptz;
  comment on column recommendations.fingerprint is 'The need: one recommendation for it, whatever becomes of that one, until its rule lets it come back.';
  comment on column recommendations.baseline is 'What the need was when somebody accepted: what comes of it is measured against that.';
  create index recommendations_by_need on recommendations (fingerprint, updated_at desc); -- whether a need was dealt with
  create index recommendations_list on recommendations (state, priority desc, recommendation_id); -- the list

  drop policy recommendations_read on recommendations;
  create policy recommendations_read on recommendations for select to dashboard_web
    using (viewer_role() is not null and case entity_kind when 'subject' then viewer_sees_subject(entity_id)
      when 'customer' then viewer_sees_customer(entity_id::bigint) else true end);
  drop policy recommendations_decide on recommendations;
  create policy recommendations_decide on recommendations for update to dashboard_web
    using (viewer_can_write() and case entity_kind when 'subject' then viewer_sees_subject(entity_id)
      when 'customer' then viewer_sees_customer(entity_id::bigint) else true end)
    with check (viewer_can_write());
`;
