import { type IsolationLevel, sql, type Transaction } from "kysely";
import pRetry from "p-retry";
import type { Viewer } from "#platform/viewer.ts";
import type { Database } from "./client.ts";
import type { DB } from "./schema.ts";

export type Trx = Transaction<DB>;

const retriableStates = new Set(["40001", "40P01"]); // serialization failure, deadlock

function isRetriable(error: unknown): boolean {
  return error instanceof Error && "code" in error && retriableStates.has(String(error.code));
}

/** Runs `work` in one transaction; tries again when the server gives it up for a serialization failure or a deadlock. */
export async function inTransaction<T>(
  db: Database,
  work: (trx: Trx) => Promise<T>,
  options: { isolation?: IsolationLevel; tries?: number } = {},
): Promise<T> {
  const begin = db.transaction().setIsolationLevel(options.isolation ?? "read committed");
  return await pRetry(async () => await begin.execute(work), {
    retries: (options.tries ?? 5) - 1,
    minTimeout: 20,
    factor: 3,
    randomize: true,
    shouldRetry: ({ error }) => isRetriable(error),
  });
}

/**
 * Runs `work` in a transaction in which row-level security knows who asks. Every query of the web process
 * goes through this: outside of it the web role sees nothing.
 */
export async function asViewer<T>(db: Database, viewer: Viewer, work: (trx: Trx) => Promise<T>): Promise<T> {
  return await inTransaction(db, async (trx) => {
    await setViewer(trx, viewer);
    return await work(trx);
  });
}

/** Tells the database who asks, until the transaction ends. */
export async function setViewer(trx: Trx, viewer: Viewer): Promise<void> {
  await sql`select set_config('app.user_id', ${viewer.userId}, true), set_config('app.role', ${viewer.role}, true),
    set_config('app.customer_ids', ${listSetting(viewer.customerIds)}, true),
    set_config('app.subject_codes', ${listSetting(viewer.subjectCodes)}, true)`.execute(trx);
}

// An empty list must see nothing, while an empty setting means "all".
function listSetting(allowed: readonly (number | string)[] | null): string {
  if (allowed === null) return "";
  return allowed.length === 0 ? "-1" : allowed.join(",");
}
