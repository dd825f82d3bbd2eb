import type { BetterAuthOptions } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { appendAudit, systemActor } from "#platform/audit.ts";
import { clientAddress } from "#platform/http/client-address.ts";
import type { Viewer } from "#platform/viewer.ts";
import { countSignInTry, forgetSignInTries } from "./sign-in-limit.ts";
import { systemViewer } from "./system-viewer.ts";
import { forgetViewer } from "./viewer-cache.ts";

type Hooks = Pick<Required<BetterAuthOptions>, "hooks" | "databaseHooks">;

/** What happens around signing in and out: limits per account, disabled users, the audit log. */
export function authHooks(db: Database): Hooks {
  return {
    hooks: { before: limitTries(db), after: noteOutcome(db) },
    databaseHooks: {
      session: {
        create: { before: async (session) => await refuseDisabled(db, session.userId) },
        delete: { after: async (session) => forgetViewer(session.userId) },
      },
    },
  };
}

/** After the link in the mail was used: every browser is signed out, and the log says so. */
export async function recordPasswordReset(db: Database, user: Person): Promise<void> {
  forgetViewer(user.id);
  await record(db, "user.password_reset", user);
}

function limitTries(db: Database) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.path !== "/sign-in/email" || typeof ctx.body?.email !== "string") return;
    const waitSeconds = await countSignInTry(db, ctx.body.email);
    if (waitSeconds === null) return;
    throw new APIError(
      "TOO_MANY_REQUESTS",
      { code: "TOO_MANY_TRIES", message: "Too many tries for this account." },
      { "X-Retry-After": String(waitSeconds) },
    );
  });
}

function noteOutcome(db: Database) {
  return createAuthMiddleware(async (ctx) => {
    const isRefused = ctx.context.returned instanceof APIError;
    if (ctx.path === "/sign-in/email") {
      const address = clientAddress(ctx.headers ?? new Headers());
      if (isRefused) await recordRefusal(db, String(ctx.body?.email ?? ""), address);
      else await welcome(db, ctx.context.newSession?.user, address);
    }
    if (ctx.path === "/change-password" && !isRefused && ctx.context.session) {
      const { user } = ctx.context.session;
      forgetViewer(user.id);
      await record(db, "user.password_changed", user);
    }
  });
}

async function welcome(
  db: Database,
  user: (Person & { email: string }) | undefined,
  address: string,
): Promise<void> {
  if (!user) return;
  await forgetSignInTries(db, user.email);
  await record(db, "user.signed_in", user, { address });
}

async function recordRefusal(db: Database, email: string, address: string): Promise<void> {
  await asViewer(db, systemViewer, async (trx) => {
    const user = await trx
      .selectFrom("users")
      .select(["id", "email"])
      .where("email", "=", email.trim().toLowerCase())
      .executeTakeFirst();
    // An address that is no user's may be a password typed into the wrong field: it is not kept.
    if (!user) return;
    const details = { email: user.email, address };
    await appendAudit(trx, systemActor, { ...userEntry("user.sign_in_refused", user.id), details });
  });
}

async function refuseDisabled(db: Database, userId: string): Promise<void> {
  const user = await db.selectFrom("users").select("disabled_at").where("id", "=", userId).executeTakeFirst();
  if (user && user.disabled_at === null) return;
  throw new APIError("FORBIDDEN", { code: "ACCOUNT_DISABLED", message: "This account is disabled." });
}

type Person = { id: string; name: string };

/** Writes into the log in the name of the user, whom the request has just shown to be. */
async function record(
  db: Database,
  action: string,
  { id, name }: Person,
  details: Record<string, unknown> = {},
): Promise<void> {
  const viewer: Viewer = { ...systemViewer, role: "viewer", userId: id, name };
  await asViewer(db, viewer, (trx) => appendAudit(trx, viewer, { ...userEntry(action, id), details }));
}

const userEntry = (action: string, userId: string) => ({ action, entity: "user", entityId: userId });
