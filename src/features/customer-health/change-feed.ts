import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { customersPerBatch } from "./customer-ranges.ts";

const consumer = "customer-health";
const changesAtOnce = 500;

/** Neighbouring changes that nobody has dealt with yet, and the customers in them. */
export type ChangeBatch = {
  lastChangeId: number;
  customerIds: number[];
  /** Everyone may have changed: a load in bulk names nobody. */
  isEveryone: boolean;
  oldestAt: Date;
};

/** The last change that health has dealt with; 0 at first. */
export async function readPosition(db: Database): Promise<number> {
  await sql`insert into change_consumers (consumer) values (${consumer}) on conflict do nothing`.execute(db);
  const row = await db
    .selectFrom("change_consumers")
    .select("change_id")
    .where("consumer", "=", consumer)
    .executeTakeFirst();
  return row?.change_id ?? 0;
}

/** The newest change there is; 0 where there is none. */
export async function newestChangeId(db: Database): Promise<number> {
  const { rows } = await sql<{
    newest: number | null;
  }>`select max(change_id) as newest from change_log`.execute(db);
  return rows[0]?.newest ?? 0;
}

/** The changes after `position`, in their order, until they name about a batch of customers; null where there are none. */
export async function readChanges(db: Database, position: number): Promise<ChangeBatch | null> {
  const rows = await db
    .selectFrom("change_log")
    .select(["change_id", "changed_at", "customer_ids", "is_everything"])
    .where("change_id", ">", position)
    .orderBy("change_id")
    .limit(changesAtOnce)
    .execute();
  const [oldest] = rows;
  if (oldest === undefined) return null;
  const customerIds = new Set<number>();
  let lastChangeId = position;
  let isEveryone = false;
  for (const { change_id, customer_ids, is_everything } of rows) {
    for (const id of customer_ids) customerIds.add(id);
    lastChangeId = change_id;
    isEveryone ||= is_everything;
    if (customerIds.size >= customersPerBatch) break;
  }
  return { lastChangeId, customerIds: [...customerIds], isEveryone, oldestAt: oldest.changed_at };
}

/** Notes that everything up to `changeId` is dealt with, in the transaction that did it. */
export async function movePosition(trx: Database | Trx, changeId: number): Promise<void> {
  await sql`update change_consumers set change_id = greatest(change_id, ${changeId}), moved_at = clock_timestamp()
    where consumer = ${consumer}`.execute(trx);
}

/** How long ago `at` was by the database's clock, which stamped it; in milliseconds. */
export async function millisecondsSince(db: Database, at: Date): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select (date_part('epoch', clock_timestamp() - ${at}::timestamptz) * 1000)::int as ms`.execute(db);
  return rows[0]?.ms ?? 0;
}
