import { type Kysely, sql } from "kysely";

/** Who looks after a customer, what was done for them, and what came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(measuredInterventions).execute(db);
  await sql.raw(ownersAndSnoozes).execute(db);
  await sql.raw(colleagues).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop function colleagues();
    drop table queue_snoozes, customer_owners;
    drop index interventions_open, interventions_to_measure, interventions_by_day;
    alter table interventions drop constraint interventions_outcome_check,
      drop column suggestion, drop column urgency, drop column owner_name, drop column recorded_by, drop column due_at,
      drop column closed_at, drop column tier_before, drop column components_before, drop column cents_at_risk,
      drop column score_after_14d, drop column tier_after_14d, drop column components_after_14d, drop column measured_14d_at,
      drop column score_after_30d, drop column tier_after_30d, drop column components_after_30d, drop column measured_30d_at,
      drop column came_back_at, drop column outcome_by, drop column outcome_at, drop column outcome_note;
  `)
    .execute(db);
}

const measuredInterventions = `
  alter table interventions
    add column suggestion text,
    add column urgency text check (urgency in ('today', 'this_week', 'when_convenient')),
    add column owner_name text not null default '',
    add column recorded_by text not null default '',
    add column due_at timestamptz,
    add column closed_at timestamptz,
    add column tier_before text,
    add column components_before jsonb,
    add column cents_at_risk bigint,
    add column score_after_14d smallint,
    add column tier_after_14d text,
    add column components_after_14d jsonb,
    add column measured_14d_at timestamptz,
    add column score_after_30d smallint,
    add column tier_after_30d text,
    add column components_after_30d jsonb,
    add column measured_30d_at timestamptz,
    add column came_back_at timestamptz,
    add column outcome_by text,
    add column outcome_at timestamptz,
    add column outcome_note text,
    add constraint interventions_outcome_check
      check (outcome in ('came_back', 'tier_rose', 'tier_fell', 'left', 'no_change'));
  comment on column interventions.suggestion is 'The rule whose suggestion was followed; null where the action was somebody''s own idea.';
  comment on column interventions.due_at is 'When a planned action is to be done.';
  comment on column interventions.tier_before is 'With health_score_before and components_before: as stored when the action was taken.';
  comment on column interventions.measured_14d_at is 'When the state 14 days after the action was filled in; the customer may have had no score then.';
  comment on column interventions.came_back_at is 'The first completed session within 14 days after the action.';
  comment on column interventions.outcome_by is 'Who said the outcome: a user, or system for the daily measurement, which never replaces a user''s.';
  create unique index interventions_open on interventions (customer_id, action) where state = 'planned'; -- two people at once
  create index interventions_to_measure on interventions (taken_at) where state = 'done' and measured_30d_at is null; -- the daily measurement
  create index interventions_by_day on interventions (taken_at desc) where state = 'done'; -- done today, by whom
`;

const ownersAndSnoozes = `
  create table customer_owners (
    customer_id bigint primary key references customers on delete cascade,
    owner_id text not null,
    owner_name text not null,
    assigned_by text not null,
    assigned_at timestamptz not null
  );
  comment on table customer_owners is 'The colleague who looks after a customer; no row where nobody does.';
  create index customer_owners_by_owner on customer_owners (owner_id, customer_id); -- my customers

  create table queue_snoozes (
    customer_id bigint primary key references customers on delete cascade,
    snoozed_until timestamptz not null,
    snoozed_by text not null,
    snoozed_at timestamptz not null,
    note text
  );
  comment on table queue_snoozes is 'Customers who are out of the work queue until a date.';

  alter table customer_owners enable row level security;
  alter table queue_snoozes enable row level security;
  create policy customer_owners_read on customer_owners for select to dashboard_web using (viewer_sees_customer(customer_id));
  create policy customer_owners_add on customer_owners for insert to dashboard_web
    with check (viewer_can_write() and viewer_sees_customer(customer_id));
  create policy customer_owners_change on customer_owners for update to dashboard_web
    using (viewer_can_write() and viewer_sees_customer(customer_id));
  create policy customer_owners_remove on customer_owners for delete to dashboard_web
    using (viewer_can_write() and viewer_sees_customer(customer_id));
  create policy queue_snoozes_read on queue_snoozes for select to dashboard_web using (viewer_sees_customer(customer_id));
  create policy queue_snoozes_add on queue_snoozes for insert to dashboard_web
    with check (viewer_can_write() and viewer_sees_customer(customer_id));
  create policy queue_snoozes_change on queue_snoozes for update to dashboard_web
    using (viewer_can_write() and viewer_sees_customer(customer_id));
  create policy queue_snoozes_remove on queue_snoozes for delete to dashboard_web
    using (viewer_can_write() and viewer_sees_customer(customer_id));
  grant select, insert, update, delete on customer_owners, queue_snoozes to dashboard_web;
`;

// Rows of users are for administrators and their owners. To hand a customer over, names are enough.
const colleagues = `
  create function colleagues() returns table (id text, name text, timezone text)
  language sql stable security definer set search_path = public
    as $$ select users.id, users.name, users.timezone from users
      where viewer_can_write() and users.disabled_at is null and users.role in ('operator', 'admin') order by users.name $$;
  revoke all on function colleagues() from public;
  grant execute on function colleagues() to dashboard_web;
`;
