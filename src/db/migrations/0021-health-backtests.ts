import { type Kysely, sql } from "kysely";

/** What scores of the past would have told of who left, for the settings in force and for those that somebody tries. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table health_backtests (
      backtest_id bigint generated always as identity primary key,
      purpose text not null check (purpose in ('weekly', 'trial')),
      state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
      settings jsonb not null,
      settings_version integer,
      requested_by text not null,
      requested_at timestamptz not null,
      finished_at timestamptz,
      computed integer not null default 0,
      total integer,
      result jsonb,
      error text
    );
    comment on table health_backtests is 'By tier at past dates, how many customers left in the time after. weekly: of the settings in force; trial: of settings that are not saved.';
    comment on column health_backtests.settings_version is 'Null for settings that are not saved.';
    comment on column health_backtests.computed is 'Scores computed so far, of total.';
    create index health_backtests_newest on health_backtests (purpose, backtest_id desc); -- the last of its kind

    alter table health_backtests enable row level security;
    create policy health_backtests_read on health_backtests for select to dashboard_web using (viewer_is_admin());
    create policy health_backtests_ask on health_backtests for insert to dashboard_web
      with check (viewer_is_admin() and purpose = 'trial' and state = 'queued');
    grant select, insert on health_backtests to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table health_backtests").execute(db);
}
