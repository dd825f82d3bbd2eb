import { type Kysely, sql } from "kysely";

/** Who waits in the work queue, kept in its order: finding them at each request took seconds at a million customers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table work_queue (
      customer_id bigint not null references customers on delete cascade,
      waits_from timestamptz not null,
      waits_until timestamptz not null,
      owner_id text not null,
      cents_rank bigint not null,
      urgency_rank smallint not null,
      score_rank smallint not null,
      primary key (customer_id, waits_from),
      check (waits_from < waits_until)
    );
    comment on table work_queue is 'Customers in the order of the work queue, each with the stretch of time in which they wait at this place. At no instant does a customer wait twice.';
    comment on column work_queue.waits_from is 'Included; -infinity where the customer waited already when the row was kept.';
    comment on column work_queue.waits_until is 'Excluded.';
    comment on column work_queue.owner_id is 'The colleague of customer_owners; empty where nobody looks after the customer, so that an index gives nobody''s customers in order too.';
    comment on column work_queue.cents_rank is 'Minus the cents at risk, so that all keys rise; the greatest number that JavaScript holds where they are not known.';
    comment on column work_queue.urgency_rank is 'Of the suggested action, the most urgent first.';
    -- the queue, read in its order; the rest is included so that who is put off is passed over without a look at the table
    create index work_queue_in_order on work_queue (cents_rank, urgency_rank, score_rank, customer_id)
      include (waits_from, waits_until, owner_id);
    -- somebody's own queue, and nobody's
    create index work_queue_by_owner on work_queue (owner_id, cents_rank, urgency_rank, score_rank, customer_id)
      include (waits_from, waits_until);

    create table work_queue_builds (
      build_id bigint generated always as identity primary key,
      settings_version integer not null,
      rules_version integer not null,
      as_of timestamptz not null,
      finished_at timestamptz not null default clock_timestamp(),
      customers integer not null
    );
    comment on table work_queue_builds is 'When the queue was put together for everybody, and by which settings and rules: other ones, and it is put together again.';

    alter table work_queue enable row level security;
    create policy work_queue_read on work_queue for select to dashboard_web using ${limitedByCustomer};
    create policy work_queue_add on work_queue for insert to dashboard_web
      with check (viewer_can_write() and viewer_sees_customer(customer_id));
    create policy work_queue_change on work_queue for update to dashboard_web
      using (viewer_can_write() and viewer_sees_customer(customer_id));
    create policy work_queue_remove on work_queue for delete to dashboard_web
      using (viewer_can_write() and viewer_sees_customer(customer_id));
    grant select, insert, update, delete on work_queue to dashboard_web;
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop table work_queue_builds, work_queue").execute(db);
}

// The rule of viewer_sees_customer(), with the viewer's limits read once for a query.
const limitedByCustomer = `(
  (select viewer_role() is not null and coalesce(current_setting('app.customer_ids', true), '') = '')
  or ((select viewer_role() is not null) and customer_id = any (array(
    select unnest(string_to_array(nullif(current_setting('app.customer_ids', true), ''), ','))::bigint))))`;
