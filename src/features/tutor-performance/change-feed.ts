import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";

const consumer = "tutor-performance";
const changesAtOnce = 500;

/** Neighbouring changes that nobody has dealt with yet, and whom they touch. */
export type ChangeBatch = {
  lastChangeId: number;
  tutorIds: number[];
  /** Everyone may have changed: a load in bulk names nobody. */
  isEveryone: boolean;
  oldestAt: Date;
};

/** The last change that tutors' measures have dealt with; 0 at first. */
export async function readPosition(db: Database): Promise<number> {
  await sql`insert into change_consumers (consumer) values (${consumer}) on conflict do nothing`.execute(db);
  const { rows } = await sql<{ id: number }>`
    select change_id as id from change_consumers where consumer = ${consumer}`.execute(db);
  return rows[0]?.id ?? 0;
}

/** The newest change there is; 0 where there is none. */
export async function newestChangeId(db: Database): Promise<number> {
  const { rows } = await sql<{
    newest: number | null;
  }>`select max(change_id) as newest from change_log`.execute(db);
  return rows[0]?.newest ?? 0;
}

// Calls and subjects say nothing of tutors.
const resources = ["sessions", "customers", "tutors"];

/** The next changes after `position`, in their order; null where there are none. */
export async function readChanges(db: Database, position: number): Promise<ChangeBatch | null> {
  const rows = await db
    .selectFrom("change_log")
    .select(["change_id", "changed_at", "resource", "customer_ids", "tutor_ids", "is_everything"])
    .where("change_id", ">", position)
    .orderBy("change_id")
    .limit(changesAtOnce)
    .execute();
  const [oldest, newest] = [rows[0], rows.at(-1)];
  if (oldest === undefined || newest === undefined) return null;
  const relevant = rows.filter(({ resource }) => resources.includes(resource));
  const named = relevant.flatMap(({ tutor_ids }) => tutor_ids);
  const met = await tutorsOfCustomers(db, [...new Set(relevant.flatMap(({ customer_ids }) => customer_ids))]);
  return {
    lastChangeId: newest.change_id,
    tutorIds: [...new Set([...named, ...met])].sort((a, b) => a - b),
    isEveryone: relevant.some(({ is_everything }) => is_everything),
    oldestAt: (relevant[0] ?? oldest).changed_at,
  };
}

/**
 * Everyone who has held a session with one of these customers. Which of their sessions is a customer's first of all, and
 * by which clock its hour counts, hangs on the customer and on sessions with others: a session that is moved, removed or
 * comes late changes what was expected of another tutor's first session. The tutors of a moved session are named by
 * the change itself; all others touched still have a completed session with the customer.
 */
async function tutorsOfCustomers(db: Database, customerIds: readonly number[]): Promise<number[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await sql<{ tutor_id: number }>`
    select distinct tutor_id from sessions where customer_id = any(${customerIds}::bigint[])
      and status = 'completed'`.execute(db);
  return rows.map(({ tutor_id }) => tutor_id);
}

/** Notes that everything up to `changeId` is dealt with. */
export async function movePosition(trx: Database | Trx, changeId: number): Promise<void> {
  await sql`update change_consumers set change_id = greatest(change_id, ${changeId}), moved_at = clock_timestamp()
    where consumer = ${consumer}`.execute(trx);
}

/** How long ago `at` was by the database's clock, which stamped it; in milliseconds. */
export async function millisecondsSince(db: Database, at: Date): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select least(date_part('epoch', clock_timestamp() - ${at}::timestamptz) * 1000, 2147483647)::int as ms`.execute(
    db,
  );
  return rows[0]?.ms ?? 0;
}
