import { type Kysely, sql } from "kysely";

const tables = ["customer_owners", "queue_snoozes"];

/** The rule of viewer_sees_customer(), with the viewer's limits read once for a query, as 0008 wrote it for customers. */
const limitedByCustomer = `(
  (select viewer_role() is not null and coalesce(current_setting('app.customer_ids', true), '') = '')
  or ((select viewer_role() is not null) and customer_id = any (array(
    select unnest(string_to_array(nullif(current_setting('app.customer_ids', true), ''), ','))::bigint))))`;

/** The work queue looks for the owner of everyone who waits: asked for each, the limits cost more than the owners. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of tables)
    await sql.raw(`alter policy ${table}_read on ${table} using ${limitedByCustomer}`).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of tables)
    await sql
      .raw(`alter policy ${table}_read on ${table} using (viewer_sees_customer(customer_id))`)
      .execute(db);
}
