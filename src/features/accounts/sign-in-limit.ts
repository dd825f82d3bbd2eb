import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { accountTries } from "./limits.ts";

const keyOf = (email: string) =>
  `account:${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url")}`;

/**
 * Counts a try to sign in to an account before the password is looked at, so that tries at the same moment
 * count too. Returns the seconds to wait, or null where the try may go on.
 */
export async function countSignInTry(db: Database, email: string): Promise<number | null> {
  const key = keyOf(email);
  const windowMs = accountTries.windowSeconds * 1_000;
  const { rows } = await sql`
    insert into auth_rate_limits as kept (key, count, last_request)
      values (${key}, 1, (extract(epoch from clock_timestamp()) * 1000)::bigint)
    on conflict (key) do update set
      count = case when kept.last_request <= excluded.last_request - ${windowMs} then 1 else kept.count + 1 end,
      last_request = excluded.last_request
    where kept.last_request <= excluded.last_request - ${windowMs} or kept.count < ${accountTries.max}
    returning count`.execute(db);
  return rows.length > 0 ? null : await secondsToWait(db, key);
}

/** Forgets the tries of an account after the right password. */
export async function forgetSignInTries(db: Database, email: string): Promise<void> {
  await db.deleteFrom("auth_rate_limits").where("key", "=", keyOf(email)).execute();
}

async function secondsToWait(db: Database, key: string): Promise<number> {
  const row = await db
    .selectFrom("auth_rate_limits")
    .select(
      sql<number>`ceil(${accountTries.windowSeconds} - (extract(epoch from clock_timestamp()) - last_request / 1000.0))::int`.as(
        "seconds",
      ),
    )
    .where("key", "=", key)
    .executeTakeFirst();
  return Math.max(1, row?.seconds ?? accountTries.windowSeconds);
}
