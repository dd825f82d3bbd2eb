import { type Kysely, sql } from "kysely";

/**
 * What a source has pushed: taken by the web process, which may not write records, and written by a worker.
 * Without its body it stays for some days, so that the same push again is known.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table pushed_batches (
      batch_number bigint generated always as identity primary key,
      webhook_id text not null unique,
      resource text not null,
      body_sha256 text not null,
      body text,
      received integer not null check (received >= 0),
      accepted integer not null check (accepted >= 0),
      quarantined integer not null check (quarantined >= 0),
      superseded integer not null check (superseded >= 0),
      received_at timestamptz not null default clock_timestamp(),
      written_at timestamptz,
      constraint pushed_batches_waits_with_its_body check ((body is null) = (written_at is not null))
    );
    comment on table pushed_batches is 'The number is the order of arrival. No queue entry is needed for a batch to be written: a worker looks here.';
    comment on column pushed_batches.superseded is 'Records that a later version in the same push replaced.';
    create index pushed_batches_waiting on pushed_batches (resource, batch_number) where written_at is null; -- what a worker has to write
    create index pushed_batches_written on pushed_batches (written_at); -- what upkeep may remove

    alter table pushed_batches enable row level security;
    -- Bodies hold personal data and are read by workers alone.
    grant select (webhook_id, resource, body_sha256, received, accepted, quarantined, superseded, received_at, written_at)
      on pushed_batches to dashboard_web;
    grant insert (webhook_id, resource, body_sha256, body, received, accepted, quarantined, superseded)
      on pushed_batches to dashboard_web;
    create policy pushed_batches_read on pushed_batches for select to dashboard_web
      using (viewer_is_admin() or viewer_id() = 'system:push');
    create policy pushed_batches_add on pushed_batches for insert to dashboard_web
      with check (viewer_id() = 'system:push' and written_at is null);
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table pushed_batches").execute(db);
}
