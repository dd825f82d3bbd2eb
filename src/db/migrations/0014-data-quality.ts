import { type Kysely, sql } from "kysely";

/**
 * Measures of quality by the hour, so that days of any timezone and the last 24 hours can be added up; what
 * administrators do with records in quarantine; and who has taken note of a new field of the source.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(measures).execute(db);
  await sql.raw(quarantine).execute(db);
  await sql.raw(visibility).execute(db);
  await sql.raw(storedRecords).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw(undo).execute(db);
}

const counts = ["received", "accepted", "unchanged", "quarantined", "late", "orphaned", "drifted"];
const countColumns = counts.map((name) => `${name} integer not null default 0`).join(", ");

const measures = `
  create table data_quality_hours (
    resource text not null,
    hour timestamptz not null,
    ${countColumns},
    primary key (resource, hour)
  );
  comment on table data_quality_hours is 'received = accepted + unchanged + quarantined + orphaned; late and drifted are counted beside it.';
  comment on column data_quality_hours.unchanged is 'Known already: read again by the overlap, older than what is stored, or rejected or held before.';
  create index data_quality_hours_newest on data_quality_hours (hour); -- all resources of the last days
  insert into data_quality_hours (resource, hour, ${counts.join(", ")})
    select resource, day::timestamp at time zone 'UTC', ${counts.join(", ")} from data_quality_days;
  drop table data_quality_days;
  create index held_records_oldest on held_records (held_at, resource, record_id); -- who waits longest

  alter table schema_drift add column acknowledged_at timestamptz, add column acknowledged_by text,
    add check ((acknowledged_at is null) = (acknowledged_by is null));
`;

const quarantine = `
  alter table quarantined_records
    add column resolution text check (resolution in ('later_version', 'retry'));
  comment on column quarantined_records.resolution is 'How it was resolved: the same text is not kept again after a retry.';
  update quarantined_records set resolution = 'later_version' where state = 'resolved';
  create index quarantined_records_by_key on quarantined_records (resource, record_key); -- what became of a record before
  create index quarantined_records_by_state on quarantined_records (state, quarantine_id desc); -- the list
  create index quarantined_records_closed on quarantined_records (closed_at) where state <> 'open'; -- retention

  create table quarantine_actions (
    action_id bigint generated always as identity primary key,
    request_id uuid not null,
    quarantine_id bigint not null references quarantined_records on delete cascade,
    action text not null check (action in ('retry', 'edit', 'discard', 'put_back')),
    actor_id text not null,
    actor_kind text not null,
    actor_name text not null,
    reason text,
    edited_record json,
    changes jsonb,
    record_hash text,
    requested_at timestamptz not null,
    outcome text check (outcome in ('taken', 'held', 'stale', 'malformed', 'changed', 'closed', 'done')),
    outcome_note text,
    finished_at timestamptz,
    check ((outcome is null) = (finished_at is null))
  );
  comment on table quarantine_actions is 'What somebody had done with a record in quarantine, and what came of it.';
  comment on column quarantine_actions.request_id is 'Shared by actions that were asked for at once.';
  comment on column quarantine_actions.record_hash is 'MD5 of the record that was looked at: a retry does not speak for a later one.';
  create index quarantine_actions_by_record on quarantine_actions (quarantine_id, action_id desc);
  create index quarantine_actions_by_request on quarantine_actions (request_id, action_id);
  create index quarantine_actions_waiting on quarantine_actions (action_id) where finished_at is null;
`;

const visibility = `
  create view open_quarantine_counts as
    select resource, count(*)::integer as records, min(first_seen_at) as oldest_at
    from quarantined_records where state = 'open' group by resource;
  comment on view open_quarantine_counts is 'For viewers, who may know how many there are but not what they hold.';

  alter table quarantined_records enable row level security;
  create policy quarantined_records_read on quarantined_records for select to dashboard_web using (viewer_is_admin());
  create policy quarantined_records_decide on quarantined_records for update to dashboard_web
    using (viewer_is_admin()) with check (state in ('open', 'discarded'));
  alter table quarantine_actions enable row level security;
  create policy quarantine_actions_read on quarantine_actions for select to dashboard_web using (viewer_is_admin());
  create policy quarantine_actions_add on quarantine_actions for insert to dashboard_web
    with check (viewer_is_admin() and actor_id = viewer_id() and (outcome is null or outcome in ('malformed', 'done')));
  alter table schema_drift enable row level security;
  create policy schema_drift_read on schema_drift for select to dashboard_web using (viewer_role() is not null);
  create policy schema_drift_acknowledge on schema_drift for update to dashboard_web using (viewer_is_admin());

  grant select on data_quality_hours, open_quarantine_counts to dashboard_web;
  grant select, insert on quarantine_actions to dashboard_web;
  grant update (state, closed_at, closed_by) on quarantined_records to dashboard_web;
  grant update (acknowledged_at, acknowledged_by) on schema_drift to dashboard_web;
`;

/** Counted where that is quick, else the planner's estimate; the same for every viewer. */
const storedRecords = `
  create function stored_records() returns table (resource text, records bigint, is_estimate boolean)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
  declare
    stored record;
    estimate bigint;
  begin
    for stored in select * from (values ('subjects', 'subjects', 'is_described'),
      ('customers', 'customers', 'deleted_at is null'), ('tutors', 'tutors', 'deleted_at is null'),
      ('sessions', 'sessions', 'deleted_at is null'), ('calls', 'inbound_calls', 'deleted_at is null'))
      as names(resource, name, is_live)
    loop
      select coalesce(sum(greatest(pg_class.reltuples, 0)), 0)::bigint into estimate
      from pg_class where pg_class.oid = to_regclass(stored.name)
        or pg_class.oid in (select inhrelid from pg_inherits where inhparent = to_regclass(stored.name));
      if estimate < 100000 then
        execute format('select count(*) from %I where %s', stored.name, stored.is_live) into estimate;
        return query select stored.resource, estimate, false;
      else
        return query select stored.resource, estimate, true;
      end if;
    end loop;
  end $$;
  revoke all on function stored_records() from public;
  grant execute on function stored_records() to dashboard_web;
`;

const undo = `
  drop function stored_records();
  revoke update (acknowledged_at, acknowledged_by) on schema_drift from dashboard_web;
  revoke update (state, closed_at, closed_by) on quarantined_records from dashboard_web;
  drop policy schema_drift_acknowledge on schema_drift;
  drop policy schema_drift_read on schema_drift;
  alter table schema_drift disable row level security;
  drop policy quarantined_records_decide on quarantined_records;
  drop policy quarantined_records_read on quarantined_records;
  alter table quarantined_records disable row level security;
  drop view open_quarantine_counts;
  drop table quarantine_actions;
  drop index quarantined_records_closed, quarantined_records_by_state, quarantined_records_by_key;
  alter table quarantined_records drop column resolution;
  alter table schema_drift drop column acknowledged_at, drop column acknowledged_by;
  drop index held_records_oldest;
  create table data_quality_days (
    resource text not null,
    day date not null,
    ${countColumns},
    primary key (resource, day)
  );
  insert into data_quality_days (resource, day, ${counts.join(", ")})
    select resource, (hour at time zone 'UTC')::date, ${counts.map((name) => `sum(${name})`).join(", ")}
    from data_quality_hours group by 1, 2;
  drop table data_quality_hours;
  grant select on data_quality_days to dashboard_web;
`;
