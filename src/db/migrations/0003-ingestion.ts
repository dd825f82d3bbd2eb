import { type Kysely, sql } from "kysely";

/** Where reading stands, what came, and what could not be taken. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table ingestion_cursors (
      resource text primary key,
      cursor_at timestamptz,
      last_started_at timestamptz,
      last_succeeded_at timestamptz,
      last_error text,
      failures_in_a_row integer not null default 0
    );
    comment on column ingestion_cursors.cursor_at is 'The highest updated_at taken; moved in the transaction that writes the rows.';

    create table ingestion_runs (
      run_id bigint generated always as identity primary key,
      resource text not null,
      trigger text not null check (trigger in ('schedule', 'manual', 'command', 'import')),
      state text not null check (state in ('running', 'succeeded', 'failed')),
      started_at timestamptz not null,
      finished_at timestamptz,
      received integer not null default 0,
      inserted integer not null default 0,
      updated integer not null default 0,
      unchanged integer not null default 0,
      stale integer not null default 0,
      quarantined integer not null default 0,
      held integer not null default 0,
      released integer not null default 0,
      pages integer not null default 0,
      total_expected integer,
      cursor_from timestamptz,
      cursor_to timestamptz,
      error text
    );
    create index ingestion_runs_newest on ingestion_runs (resource, started_at desc); -- the last runs of a resource

    create table quarantined_records (
      quarantine_id bigint generated always as identity primary key,
      resource text not null,
      record_key text not null,
      record_id bigint,
      record json not null,
      faults jsonb not null,
      origin text not null,
      record_updated_at timestamptz,
      first_seen_at timestamptz not null,
      last_seen_at timestamptz not null,
      seen_count integer not null default 1,
      state text not null default 'open' check (state in ('open', 'resolved', 'discarded')),
      closed_at timestamptz,
      closed_by text
    );
    comment on column quarantined_records.record is 'json, not jsonb: keeps what came to the letter, also characters that jsonb refuses.';
    comment on column quarantined_records.record_key is 'The id, or a hash of the record where it has none that can be read.';
    create unique index quarantined_records_open on quarantined_records (resource, record_key) where state = 'open';

    create table held_records (
      resource text not null,
      record_id bigint not null,
      record jsonb not null,
      updated_at timestamptz not null,
      missing_customer_id bigint,
      missing_tutor_id bigint,
      held_at timestamptz not null,
      last_tried_at timestamptz not null,
      primary key (resource, record_id)
    );
    comment on table held_records is 'Valid records that wait for their customer or tutor.';
    create index held_records_by_customer on held_records (missing_customer_id) where missing_customer_id is not null;
    create index held_records_by_tutor on held_records (missing_tutor_id) where missing_tutor_id is not null;

    create table data_quality_days (
      resource text not null,
      day date not null,
      received integer not null default 0,
      accepted integer not null default 0,
      unchanged integer not null default 0,
      quarantined integer not null default 0,
      late integer not null default 0,
      orphaned integer not null default 0,
      drifted integer not null default 0,
      primary key (resource, day)
    );

    create table schema_drift (
      resource text not null,
      field text not null,
      first_seen_at timestamptz not null,
      last_seen_at timestamptz not null,
      primary key (resource, field)
    );

    grant select on ingestion_cursors, ingestion_runs, quarantined_records, held_records, data_quality_days,
      schema_drift to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      "drop table schema_drift, data_quality_days, held_records, quarantined_records, ingestion_runs, ingestion_cursors",
    )
    .execute(db);
}
