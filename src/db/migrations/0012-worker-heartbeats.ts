import { type Kysely, sql } from "kysely";

/** Which workers are alive, and what the web process reads to say whether everything serves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table worker_heartbeats (
      worker_id text primary key,
      host text not null,
      process_id integer not null,
      started_at timestamptz not null,
      beat_at timestamptz not null
    );
    comment on table worker_heartbeats is 'One row for each running worker; the clock is the database''s.';
    grant select on worker_heartbeats to dashboard_web;
    grant select on kysely_migration to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    revoke select on kysely_migration from dashboard_web;
    drop table worker_heartbeats;
  `)
    .execute(db);
}
