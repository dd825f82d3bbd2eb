import { hashPassword } from "better-auth/crypto";
import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { signOutEverywhere } from "./users.ts";

/** Gives a user another password and signs every browser out. For the command line, which is the owner of the database. */
export async function setPassword(trx: Trx, actor: Actor, userId: string, password: string): Promise<void> {
  await trx
    .updateTable("auth_accounts")
    .set({ password: await hashPassword(password), updated_at: sql`now()` })
    .where("user_id", "=", userId)
    .where("provider_id", "=", "credential")
    .execute();
  await appendAudit(trx, actor, { action: "user.password_set", entity: "user", entityId: userId });
  await signOutEverywhere(trx, actor, userId);
}
