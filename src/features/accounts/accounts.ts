import { AppError } from "#platform/errors.ts";
import { type Auth, type AuthDependencies, createAuth } from "./auth.ts";
import { createResolveViewer, type ResolveViewer } from "./resolve-viewer.ts";

export type Accounts = { auth: Auth; resolveViewer: ResolveViewer };

/** Sign-in for one process. `db` is the web role's. Throws misconfigured without a secret. */
export function createAccounts({
  secret,
  ...rest
}: Omit<AuthDependencies, "secret"> & { secret: string | null }): Accounts {
  if (secret === null) {
    throw new AppError(
      "misconfigured",
      "AUTH_SECRET is not set. Start with `npm start`, which makes one, or set it to at least 32 random characters.",
    );
  }
  const auth = createAuth({ ...rest, secret });
  return { auth, resolveViewer: createResolveViewer({ auth, db: rest.db }) };
}
