import { hashPassword } from "better-auth/crypto";
import type { Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import type { Role } from "#platform/viewer.ts";

export type NewUser = { email: string; name: string; role: Role; password: string; timezone: string };

/** Adds a user who can sign in at once. Throws `conflict` where the address has an account. Returns the user's id. */
export async function createUser(trx: Trx, user: NewUser): Promise<string> {
  const id = crypto.randomUUID();
  const added = await trx
    .insertInto("users")
    .values({
      id,
      email: user.email.trim().toLowerCase(),
      name: user.name,
      role: user.role,
      timezone: user.timezone,
      email_verified: true,
    })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!added) {
    throw new AppError(
      "conflict",
      `${user.email} has an account already. Change its role or reset its password.`,
    );
  }
  await trx
    .insertInto("auth_accounts")
    .values({
      user_id: id,
      provider_id: "credential",
      account_id: id,
      password: await hashPassword(user.password),
    })
    .execute();
  return id;
}
