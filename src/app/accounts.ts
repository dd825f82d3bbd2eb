import { type Accounts, createAccounts } from "#features/accounts/accounts.ts";
import { env } from "#platform/env.ts";
import { webRuntime } from "#registry/web-runtime.ts";

// The bundles of pages and of routes each hold a copy of this module; one process signs in one way.
const holder = globalThis as typeof globalThis & { webAccounts?: Accounts };

/** Sign-in of this web process. */
export function accounts(): Accounts {
  const { db, log } = webRuntime();
  holder.webAccounts ??= createAccounts({
    db,
    log,
    secret: env().AUTH_SECRET,
    appUrl: env().APP_URL,
    port: env().PORT,
  });
  return holder.webAccounts;
}
