import { type Kysely, sql } from "kysely";

/** Alerts with their history, recommendations, and interventions with customers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(alerts).execute(db);
  await sql.raw(recommendations).execute(db);
  await sql.raw(interventions).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table interventions, recommendations, alert_events, alerts").execute(db);
}

const alerts = `
  create table alerts (
    alert_id bigint generated always as identity primary key,
    rule text not null,
    kind text not null check (kind in ('customer_risk', 'tutor_performance', 'supply_demand', 'anomaly', 'data_quality', 'system', 'manual')),
    severity text not null check (severity in ('critical', 'warning', 'info')),
    state text not null check (state in ('active', 'acknowledged', 'resolved', 'dismissed')),
    fingerprint text not null,
    title text not null,
    explanation text not null,
    suggested_action text,
    entity_kind text check (entity_kind in ('customer', 'tutor', 'subject', 'metric', 'source')),
    entity_id text,
    customer_id bigint,
    value double precision,
    limit_value double precision,
    worst_value double precision,
    seen_count integer not null default 1,
    opened_at timestamptz not null,
    last_seen_at timestamptz not null,
    snoozed_until timestamptz,
    assigned_to text,
    closed_at timestamptz
  );
  create unique index alerts_open on alerts (fingerprint) where state in ('active', 'acknowledged'); -- one condition, one alert
  create index alerts_list on alerts (state, severity, opened_at desc); -- the list
  create index alerts_by_customer on alerts (customer_id) where customer_id is not null; -- the customer's page

  create table alert_events (
    event_id bigint generated always as identity primary key,
    alert_id bigint not null references alerts on delete cascade,
    happened_at timestamptz not null default now(),
    actor text not null,
    action text not null,
    from_state text,
    to_state text,
    note text
  );
  create index alert_events_by_alert on alert_events (alert_id, event_id); -- history of one alert

  alter table alerts enable row level security;
  alter table alert_events enable row level security;
  create policy alerts_read on alerts for select to dashboard_web
    using (viewer_role() is not null and (customer_id is null or viewer_sees_customer(customer_id)));
  create policy alerts_write on alerts for update to dashboard_web using (viewer_can_write()) with check (viewer_can_write());
  create policy alerts_open on alerts for insert to dashboard_web with check (viewer_can_write());
  create policy alert_events_read on alert_events for select to dashboard_web
    using (exists (select from alerts where alerts.alert_id = alert_events.alert_id));
  create policy alert_events_append on alert_events for insert to dashboard_web with check (viewer_can_write());
  grant select, insert, update on alerts to dashboard_web;
  grant select, insert on alert_events to dashboard_web;
`;

const recommendations = `
  create table recommendations (
    recommendation_id bigint generated always as identity primary key,
    kind text not null,
    fingerprint text not null,
    state text not null check (state in ('open', 'accepted', 'dismissed', 'done', 'expired')),
    title text not null,
    reason text not null,
    entity_kind text,
    entity_id text,
    expected_sessions double precision,
    expected_cents_low bigint,
    expected_cents_high bigint,
    priority double precision not null default 0,
    confidence double precision check (confidence between 0 and 1),
    deadline_at timestamptz,
    decided_by text,
    decided_at timestamptz,
    decision_note text,
    outcome jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index recommendations_open on recommendations (fingerprint) where state = 'open'; -- one need, one recommendation
  alter table recommendations enable row level security;
  create policy recommendations_read on recommendations for select to dashboard_web using (viewer_role() is not null);
  create policy recommendations_decide on recommendations for update to dashboard_web
    using (viewer_can_write()) with check (viewer_can_write());
  grant select, update on recommendations to dashboard_web;
`;

const interventions = `
  create table interventions (
    customer_id bigint not null references customers,
    intervention_id bigint generated always as identity,
    action text not null check (action in ('email', 'call', 'task', 'offer', 'other')),
    reason text not null,
    owner_id text not null,
    note text,
    state text not null check (state in ('planned', 'done', 'cancelled')),
    taken_at timestamptz,
    outcome text,
    health_score_before smallint,
    created_at timestamptz not null,
    primary key (customer_id, intervention_id)
  );
  create index interventions_by_owner on interventions (owner_id, created_at desc); -- somebody's own queue
  alter table interventions enable row level security;
  create policy interventions_read on interventions for select to dashboard_web using (viewer_sees_customer(customer_id));
  create policy interventions_record on interventions for insert to dashboard_web
    with check (viewer_can_write() and viewer_sees_customer(customer_id));
  create policy interventions_change on interventions for update to dashboard_web
    using (viewer_can_write() and viewer_sees_customer(customer_id));
  grant select, insert, update on interventions to dashboard_web;
`;
