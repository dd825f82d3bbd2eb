import { betterAuth } from "better-auth";
import type { Database } from "#db/client.ts";
import type { Log } from "#platform/log.ts";
import { authHooks, recordPasswordReset } from "./auth-hooks.ts";
import { authLog } from "./auth-log.ts";
import { authTables } from "./auth-tables.ts";
import * as limits from "./limits.ts";
import { mailPasswordReset } from "./password-reset.ts";
import { cookiePrefix } from "./session-cookie.ts";
import { type PublicAddress, publicUrl, trustedOrigins } from "./trusted-origins.ts";

export type AuthDependencies = PublicAddress & { db: Database; log: Log; secret: string };

const daySeconds = 86_400;

/** Sign-in by e-mail address and password, over PostgreSQL. Accounts come from invitations, never from a form that is open to all. */
export function createAuth(dependencies: AuthDependencies) {
  const { db, log, secret } = dependencies;
  const baseURL = publicUrl(dependencies);
  return betterAuth({
    appName: "Operations",
    baseURL,
    secret,
    database: { db, type: "postgres", transaction: true },
    trustedOrigins: (request?: Request) => trustedOrigins(dependencies, request),
    user: authTables.user,
    session: {
      ...authTables.session,
      expiresIn: limits.sessionDays * daySeconds,
      disableSessionRefresh: true,
    },
    account: authTables.account,
    verification: { ...authTables.verification, storeIdentifier: "hashed" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: limits.minPasswordLength,
      maxPasswordLength: limits.maxPasswordLength,
      resetPasswordTokenExpiresIn: limits.resetMinutes * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => mailPasswordReset(db, baseURL, user.id, token),
      onPasswordReset: ({ user }) => recordPasswordReset(db, user),
    },
    rateLimit: {
      ...authTables.rateLimit,
      enabled: true,
      storage: "database",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: limits.addressTries.windowSeconds, max: limits.addressTries.max },
        // The longest window here also keeps the counts per account: older rows are thrown away.
        "/request-password-reset": { window: limits.resetTries.windowSeconds, max: limits.resetTries.max },
        "/reset-password": { window: limits.resetTries.windowSeconds, max: limits.resetTries.max * 2 },
        "/change-password": { window: limits.resetTries.windowSeconds, max: limits.resetTries.max * 2 },
        "/get-session": false,
      },
    },
    advanced: {
      cookiePrefix,
      // Said outright, because Better Auth leaves both out where NODE_ENV is test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: baseURL.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      database: { generateId: () => crypto.randomUUID(), validateSchema: false },
    },
    logger: authLog(log),
    telemetry: { enabled: false },
    ...authHooks(db),
  });
}

export type Auth = ReturnType<typeof createAuth>;
