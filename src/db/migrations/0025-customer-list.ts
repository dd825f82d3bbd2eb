import { type Kysely, sql } from "kysely";

/** What the customer list needs to tell the removed apart, to filter by owner and to show open alerts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    -- counting and listing removed customers, a few among a million; by name, as a walk through all names would find
    -- 25 of them late where they have one end of the alphabet in common
    create index customers_removed on customers (name_key, customer_id) where deleted_at is not null;
    -- open alerts of the customers on one page, whatever number of closed ones they have had
    create index alerts_open_by_customer on alerts (customer_id)
      where customer_id is not null and state in ('active', 'acknowledged');
    alter policy customer_owners_read on customer_owners using ${limitedByCustomer};
    alter policy alerts_read on alerts using (customer_id is null and viewer_role() is not null or ${limitedByCustomer});
  `)
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter policy alerts_read on alerts
      using (viewer_role() is not null and (customer_id is null or viewer_sees_customer(customer_id)));
    alter policy customer_owners_read on customer_owners using (viewer_sees_customer(customer_id));
    drop index alerts_open_by_customer;
    drop index customers_removed;
  `)
    .execute(db);
}

// The same rule as viewer_sees_customer(), but the viewer's limits are read once for a query instead of once for a row.
const limitedByCustomer = `(
  (select viewer_role() is not null and coalesce(current_setting('app.customer_ids', true), '') = '')
  or ((select viewer_role() is not null) and customer_id = any (array(
    select unnest(string_to_array(nullif(current_setting('app.customer_ids', true), ''), ','))::bigint))))`;
