import { createDatabase } from "../../src/db/client.ts";
import { ensureAdministrator } from "../../src/features/accounts/ensure-administrator.ts";
import type { Env } from "../../src/platform/env.ts";
import { createLog } from "../../src/platform/log.ts";

/** What a person needs to sign in for the first time; the password only where we made it just now. */
export type FirstSignIn = { email: string; generatedPassword: string | null };

/**
 * Makes the first administrator where there is none, from ADMIN_EMAIL and ADMIN_PASSWORD or with a
 * generated password. Null where there is one already.
 */
export async function ensureFirstAdministrator(env: Env, ownerUrl: string): Promise<FirstSignIn | null> {
  const log = createLog({ process: "start", level: "warn", destination: "stderr" });
  const db = createDatabase({ url: ownerUrl, name: "start", log, poolSize: 1 });
  try {
    return await ensureAdministrator(db, { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD });
  } finally {
    await db.destroy();
  }
}
