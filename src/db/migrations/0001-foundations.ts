import { type Kysely, sql } from "kysely";

/**
 * What the other migrations stand on: the role of the web process, who-is-asking functions for row-level
 * security, time-series tables (hypertables where TimescaleDB is installed, monthly partitions elsewhere),
 * settings, and the change and event logs.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(webRole).execute(db);
  await sql.raw(viewerFunctions).execute(db);
  await sql.raw(timeSeriesFunctions).execute(db);
  await sql.raw(settingsTable).execute(db);
  await sql.raw(changeAndEventLogs).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop function append_event(text, text, jsonb, bigint, text, text, boolean);
    drop function append_change(text, bigint[], bigint[], text[], timestamptz[], bigint);
    drop table event_log;
    drop table change_consumers;
    drop table change_log;
    drop table settings;
    drop function make_time_series(text, text, text, text);
    drop function ensure_month_partitions(text, date, integer);
    drop function has_timescaledb();
    drop function viewer_sees_subject(text);
    drop function viewer_sees_customer(bigint);
    drop function viewer_can_write();
    drop function viewer_is_admin();
    drop function viewer_id();
    drop function viewer_role();
    revoke usage on schema public from dashboard_web;
  `)
    .execute(db);
}

// The web process signs in as this role. It owns nothing, so row-level security binds it.
const webRole = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'dashboard_web') then
      create role dashboard_web nologin;
    end if;
  end $$;
  grant usage on schema public to dashboard_web;
`;

// Set for one transaction by asViewer(); without it nothing is visible.
const viewerFunctions = `
  create function viewer_id() returns text language sql stable
    as $$ select nullif(current_setting('app.user_id', true), '') $$;
  create function viewer_role() returns text language sql stable
    as $$ select nullif(current_setting('app.role', true), '') $$;
  create function viewer_can_write() returns boolean language sql stable
    as $$ select coalesce(viewer_role() in ('admin', 'operator'), false) $$;
  create function viewer_is_admin() returns boolean language sql stable
    as $$ select coalesce(viewer_role() = 'admin', false) $$;
  -- An empty list means "all", so that users without limits cost nothing.
  create function viewer_sees_customer(customer bigint) returns boolean language sql stable
    as $$ select viewer_role() is not null and (
      coalesce(current_setting('app.customer_ids', true), '') = ''
      or customer = any (string_to_array(current_setting('app.customer_ids', true), ',')::bigint[])) $$;
  create function viewer_sees_subject(subject text) returns boolean language sql stable
    as $$ select viewer_role() is not null and (
      coalesce(current_setting('app.subject_codes', true), '') = ''
      or subject = any (string_to_array(current_setting('app.subject_codes', true), ','))) $$;
`;

const timeSeriesFunctions = `
  create function has_timescaledb() returns boolean language sql stable
    as $$ select exists (select from pg_extension where extname = 'timescaledb') $$;

  do $$ begin
    if exists (select from pg_available_extensions where name = 'timescaledb') then
      begin
        create extension if not exists timescaledb;
      exception when others then
        raise notice 'TimescaleDB is installed but may not be created by this role: monthly partitions are used.';
      end;
    end if;
  end $$;

  -- Partitions for [month of first_day, + month_count months). A month whose rows already sit in the
  -- default partition keeps them there.
  create function ensure_month_partitions(parent text, first_day date, month_count integer) returns void
  language plpgsql as $$
  declare
    month_start date := date_trunc('month', first_day)::date;
  begin
    for step in 0 .. month_count - 1 loop
      begin
        execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
          parent || '_' || to_char(month_start, 'YYYY_MM'), parent,
          month_start::timestamp at time zone 'UTC', (month_start + interval '1 month')::timestamp at time zone 'UTC');
      exception when check_violation then
        raise notice 'rows of % for % stay in the default partition', parent, month_start;
      end;
      month_start := (month_start + interval '1 month')::date;
    end loop;
  end $$;

  create function make_time_series(series text, columns text, time_column text, retention text) returns void
  language plpgsql as $$
  begin
    if has_timescaledb() then
      execute format('create table %I (%s)', series, columns);
      execute format('select create_hypertable(%L, %L)', series, time_column);
      execute format('alter table %I set (timescaledb.compress)', series);
      execute format('select add_compression_policy(%L, interval ''30 days'')', series);
      execute format('select add_retention_policy(%L, interval %L)', series, retention);
    else
      execute format('create table %I (%s) partition by range (%I)', series, columns, time_column);
      execute format('create table %I partition of %I default', series || '_default', series);
      perform ensure_month_partitions(series, (current_date - 120), 7);
    end if;
  end $$;
`;

const settingsTable = `
  create table settings (
    name text not null,
    version integer not null check (version > 0),
    value jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null default now(),
    note text,
    primary key (name, version)
  );
  comment on table settings is 'Numbers that a company sets; the highest version of a name is in force.';
  alter table settings enable row level security;
  create policy settings_read on settings for select to dashboard_web using (viewer_role() is not null);
  create policy settings_write on settings for insert to dashboard_web with check (viewer_is_admin());
  grant select, insert on settings to dashboard_web;
`;

// Numbers are given out under a lock that is held until commit, so that they become visible in their
// order: a reader that has seen n never finds a smaller one later.
const changeAndEventLogs = `
  create table change_log (
    change_id bigint generated always as identity primary key,
    changed_at timestamptz not null default now(),
    resource text not null,
    customer_ids bigint[] not null default '{}',
    tutor_ids bigint[] not null default '{}',
    subject_codes text[] not null default '{}',
    hours timestamptz[] not null default '{}',
    run_id bigint,
    check (cardinality(subject_codes) = cardinality(hours))
  );
  comment on table change_log is 'What each ingesting transaction changed; subject_codes[i] and hours[i] belong together.';

  create table change_consumers (
    consumer text primary key,
    change_id bigint not null default 0,
    moved_at timestamptz not null default now()
  );
  comment on table change_consumers is 'The last change that each consumer has dealt with.';

  create function append_change(resource text, customer_ids bigint[], tutor_ids bigint[],
    subject_codes text[], hours timestamptz[], run_id bigint) returns bigint
  language plpgsql as $$
  declare
    appended bigint;
  begin
    perform pg_advisory_xact_lock(hashtext('change_log'));
    insert into change_log (resource, customer_ids, tutor_ids, subject_codes, hours, run_id)
      values (resource, customer_ids, tutor_ids, subject_codes, hours, run_id)
      returning change_id into appended;
    perform pg_notify('changes', resource);
    return appended;
  end $$;

  create table event_log (
    event_id bigint generated always as identity primary key,
    occurred_at timestamptz not null default now(),
    kind text not null,
    key text not null,
    payload jsonb not null default '{}',
    customer_id bigint,
    subject_code text,
    user_id text,
    critical boolean not null default false
  );
  comment on table event_log is 'What people may see change. customer_id, subject_code and user_id say who may see it.';
  create index event_log_by_time on event_log (occurred_at); -- trimming by age
  alter table event_log enable row level security;
  create policy event_log_read on event_log for select to dashboard_web using (
    viewer_role() is not null
    and (customer_id is null or viewer_sees_customer(customer_id))
    and (subject_code is null or viewer_sees_subject(subject_code))
    and (user_id is null or user_id = viewer_id()));
  create policy event_log_append on event_log for insert to dashboard_web with check (viewer_role() is not null);
  grant select, insert on event_log to dashboard_web;

  create function append_event(kind text, key text, payload jsonb, customer_id bigint, subject_code text,
    user_id text, critical boolean) returns bigint
  language plpgsql as $$
  declare
    appended bigint;
  begin
    perform pg_advisory_xact_lock(hashtext('event_log'));
    insert into event_log (kind, key, payload, customer_id, subject_code, user_id, critical)
      values (kind, key, payload, customer_id, subject_code, user_id, critical)
      returning event_id into appended;
    perform pg_notify('events', appended::text);
    return appended;
  end $$;
`;
