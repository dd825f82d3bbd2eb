import { type Kysely, sql } from "kysely";

/**
 * The key finds all sessions of a customer, some dozens, and sorting these takes no time; an index that kept them
 * sorted was a fifth of what each written session costs.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop index sessions_by_customer_time").execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      "create index sessions_by_customer_time on sessions (customer_id, happened_at desc, session_id desc)",
    )
    .execute(db);
}
