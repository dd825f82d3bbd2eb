import { randomInt } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { appendAudit, systemActor } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { createUser } from "./create-user.ts";

/** Easy to read aloud and to type: no letters or digits that look alike. */
const alphabet = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";

/** A password of 20 random characters, about 113 bits. */
export function generatePassword(): string {
  return Array.from({ length: 20 }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}

/**
 * Makes the first administrator where none can sign in; null where one can. `generatedPassword` is null where
 * one was given; the caller shows it once, and it is kept nowhere.
 */
export async function ensureAdministrator(
  db: Database,
  given: { email?: string | null; password?: string | null },
): Promise<{ email: string; generatedPassword: string | null } | null> {
  return await inTransaction(db, async (trx) => {
    // Two processes that start at the same moment must not both find nobody.
    await sql`select pg_advisory_xact_lock(hashtext('first administrator'))`.execute(trx);
    const present = await trx
      .selectFrom("users")
      .select("id")
      .where("role", "=", "admin")
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    if (present) return null;
    const email = given.email ?? "admin@example.com";
    const generatedPassword = given.password ? null : generatePassword();
    const password = given.password ?? generatedPassword;
    if (password === null) throw new AppError("internal", "No password was generated.");
    const id = await createUser(trx, {
      email,
      name: "Administrator",
      role: "admin",
      password,
      timezone: "UTC",
    });
    await appendAudit(trx, systemActor, {
      action: "user.created",
      entity: "user",
      entityId: id,
      details: { role: "admin", reason: "first administrator" },
    });
    return { email: email.toLowerCase(), generatedPassword };
  });
}
