import { type Kysely, sql } from "kysely";

/** What a comparison of ids and counts with the source found and mended, and which rows we marked as gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(vanishedRows).execute(db);
  await sql.raw(reports).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop table reconciliation_days, reconciliation_findings, reconciliations;
    drop index sessions_by_id;
    create index sessions_by_id on sessions (session_id);
    drop index inbound_calls_by_id;
    create index inbound_calls_by_id on inbound_calls (call_id);
    alter table inbound_calls drop column vanished_at;
    alter table sessions drop column vanished_at;
    alter table tutors drop column vanished_at;
    alter table customers drop column vanished_at;
  `)
    .execute(db);
}

const vanishedRows = `
  alter table customers add column vanished_at timestamptz;
  alter table tutors add column vanished_at timestamptz;
  alter table sessions add column vanished_at timestamptz;
  alter table inbound_calls add column vanished_at timestamptz;
  comment on column customers.vanished_at is 'When we marked the row as deleted because the source has it no more. Whatever version of it the source shows again counts.';
  comment on column tutors.vanished_at is 'As for customers.';
  comment on column sessions.vanished_at is 'As for customers.';
  comment on column inbound_calls.vanished_at is 'As for customers.';

  -- finding a session or call by its id alone, and reading all live ids in their order without touching the table
  drop index sessions_by_id;
  create index sessions_by_id on sessions (session_id) include (deleted_at);
  drop index inbound_calls_by_id;
  create index inbound_calls_by_id on inbound_calls (call_id) include (deleted_at);
`;

const reports = `
  create table reconciliations (
    reconciliation_id bigint generated always as identity primary key,
    resource text not null,
    trigger text not null check (trigger in ('schedule', 'manual', 'command')),
    state text not null check (state in ('running', 'equal', 'mended', 'differs', 'held_back', 'failed')),
    stage text check (stage in ('reading', 'comparing', 'mending', 'counting')),
    started_at timestamptz not null,
    finished_at timestamptz,
    source_count bigint not null default 0,
    stored_count bigint not null default 0,
    missing integer not null default 0,
    extra integer not null default 0,
    mended integer not null default 0,
    deleted integer not null default 0,
    restored integer not null default 0,
    stand_ins integer not null default 0,
    days_differing integer not null default 0,
    findings integer not null default 0,
    allows_deletes boolean not null default false,
    guard text,
    error text
  );
  comment on column reconciliations.stage is 'What it is at while it runs, or was at when it failed.';
  comment on column reconciliations.source_count is 'Live ids that the source listed; grows while it runs.';
  comment on column reconciliations.stored_count is 'Live ids of ours that were met on the way, before anything was mended.';
  comment on column reconciliations.stand_ins is 'Rows made for customers and tutors that records name and the source has no more.';
  comment on column reconciliations.findings is 'All of them; the oldest of them are kept one by one.';
  comment on column reconciliations.guard is 'Why nothing was marked as deleted.';
  create index reconciliations_newest on reconciliations (resource, reconciliation_id desc); -- the last of a resource

  create table reconciliation_findings (
    reconciliation_id bigint not null references reconciliations on delete cascade,
    position integer not null,
    kind text not null check (kind in ('fetched', 'restored', 'deleted', 'deletion_read', 'stand_in', 'released',
      'dropped', 'quarantined', 'waiting', 'older', 'withheld')),
    resource text not null,
    record_id bigint not null,
    primary key (reconciliation_id, position)
  );

  create table reconciliation_days (
    reconciliation_id bigint not null references reconciliations on delete cascade,
    day date not null,
    source_count bigint not null,
    stored_count bigint not null,
    primary key (reconciliation_id, day)
  );
  comment on table reconciliation_days is 'Days whose live rows, by the UTC day of created_at, still differ in number after all was mended.';

  alter table reconciliations enable row level security;
  alter table reconciliation_findings enable row level security;
  alter table reconciliation_days enable row level security;
  create policy reconciliations_read on reconciliations for select to dashboard_web using (viewer_is_admin());
  create policy reconciliation_findings_read on reconciliation_findings for select to dashboard_web using (viewer_is_admin());
  create policy reconciliation_days_read on reconciliation_days for select to dashboard_web using (viewer_is_admin());
  grant select on reconciliations, reconciliation_findings, reconciliation_days to dashboard_web;
`;
