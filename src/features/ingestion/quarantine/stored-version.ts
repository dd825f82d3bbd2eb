import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";

/** Rows that we marked as vanished are left out: whatever the source shows of them again counts. */
const storedRow: Record<Resource, (key: string) => ReturnType<typeof sql>> = {
  subjects: (key) => sql`select updated_at from subjects where is_described and subject_code = ${key}`,
  customers: (key) =>
    sql`select updated_at from customers where vanished_at is null and customer_id = ${key}::bigint`,
  tutors: (key) => sql`select updated_at from tutors where vanished_at is null and tutor_id = ${key}::bigint`,
  sessions: (key) =>
    sql`select updated_at from sessions where vanished_at is null and session_id = ${key}::bigint`,
  calls: (key) =>
    sql`select updated_at from inbound_calls where vanished_at is null and call_id = ${key}::bigint`,
};

/** The `updated_at` of the newest version of a record that is stored or held; null where there is none. */
export async function newestVersionAt(trx: Trx, resource: Resource, key: string): Promise<Date | null> {
  const held =
    resource === "sessions" || resource === "calls"
      ? sql`union all select updated_at from held_records where resource = ${resource} and record_id = ${key}::bigint`
      : sql``;
  const { rows } = await sql<{ newest: Date | null }>`
    select max(updated_at) as newest from (${storedRow[resource](key)} ${held}) as versions`.execute(trx);
  return rows[0]?.newest ?? null;
}
