import { sql } from "kysely";
import type { Database } from "./client.ts";

/**
 * Runs `work` while holding a lock that no other process can hold, and answers its result; answers null at once
 * where somebody else holds it. The lock falls with the connection, so a killed process never keeps it.
 */
export async function withAdvisoryLock<T>(
  db: Database,
  name: string,
  work: () => Promise<T>,
): Promise<{ result: T } | null> {
  return await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_lock(hashtextextended(${name}, 0)) as locked`.execute(connection);
    if (rows[0]?.locked !== true) return null;
    try {
      return { result: await work() };
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.execute(connection);
    }
  });
}
