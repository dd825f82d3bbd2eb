import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { type WithIsoDates, withIsoDates } from "#platform/http/iso-dates.ts";
import type { Viewer } from "#platform/viewer.ts";
import { readSessionToken } from "./session-cookie.ts";
import { forgetViewer } from "./viewer-cache.ts";

export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";

export type Profile = {
  id: string;
  kind: Viewer["kind"];
  name: string;
  email: string | null;
  role: Viewer["role"];
  timezone: string;
  theme: Theme;
  density: Density;
};

/** Who the viewer is and how it likes the dashboard. A token has a name and a role alone. */
export async function selectProfile(trx: Trx, viewer: Viewer): Promise<Profile> {
  const user = await trx
    .selectFrom("users")
    .leftJoin("user_preferences", "user_preferences.user_id", "users.id")
    .select(["users.name", "users.email", "users.timezone"])
    .select((eb) => [
      eb.ref("user_preferences.theme").$castTo<Theme | null>().as("theme"),
      eb.ref("user_preferences.density").$castTo<Density | null>().as("density"),
    ])
    .where("users.id", "=", viewer.userId)
    .executeTakeFirst();
  return {
    id: viewer.userId,
    kind: viewer.kind,
    name: user?.name ?? viewer.name,
    email: user?.email ?? null,
    role: viewer.role,
    timezone: user?.timezone ?? viewer.timezone,
    theme: user?.theme ?? "system",
    density: user?.density ?? "comfortable",
  };
}

/** The same, for a page. */
export async function readProfile(db: Database, viewer: Viewer): Promise<Profile> {
  return await asViewer(db, viewer, (trx) => selectProfile(trx, viewer));
}

export type ProfileChange = {
  name?: string | undefined;
  timezone?: string | undefined;
  theme?: Theme | undefined;
  density?: Density | undefined;
};

/** Changes the viewer's own profile and preferences. Throws forbidden for a token, which has none. */
export async function changeProfile(
  trx: Trx,
  viewer: Viewer,
  change: ProfileChange,
  requestId?: string,
): Promise<void> {
  if (viewer.kind === "token") throw new AppError("forbidden", "An API token has no profile to change.");
  const { name, timezone, theme, density } = change;
  if (name !== undefined || timezone !== undefined) {
    await trx
      .updateTable("users")
      .set({ ...(name === undefined ? {} : { name }), ...(timezone === undefined ? {} : { timezone }) })
      .set({ updated_at: sql`now()` })
      .where("id", "=", viewer.userId)
      .execute();
  }
  if (theme !== undefined || density !== undefined) {
    const chosen = {
      ...(theme === undefined ? {} : { theme }),
      ...(density === undefined ? {} : { density }),
    };
    await trx
      .insertInto("user_preferences")
      .values({ user_id: viewer.userId, ...chosen })
      .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ ...chosen, updated_at: sql`now()` }))
      .execute();
  }
  await appendAudit(trx, viewer, {
    action: "user.profile_changed",
    entity: "user",
    entityId: viewer.userId,
    details: { changed: Object.keys(change) },
    requestId,
  });
  forgetViewer(viewer.userId);
}

export type SignedInBrowser = {
  id: string;
  userAgent: string | null;
  ipAddress: string | null;
  createdAt: Date;
  expiresAt: Date;
  isCurrent: boolean;
};

/** The browsers in which the viewer is signed in, newest first. `currentToken` is the session of this request's cookie. */
export async function selectBrowsers(
  trx: Trx,
  viewer: Viewer,
  currentToken: string | null,
): Promise<SignedInBrowser[]> {
  return await trx
    .selectFrom("auth_sessions")
    .select([
      "id",
      "user_agent as userAgent",
      "ip_address as ipAddress",
      "created_at as createdAt",
      "expires_at as expiresAt",
      sql<boolean>`token = ${currentToken ?? ""}`.as("isCurrent"),
    ])
    .where("user_id", "=", viewer.userId)
    .where("expires_at", ">", sql<Date>`now()`)
    .orderBy("created_at", "desc")
    .execute();
}

/** The browsers in which the viewer is signed in, as the API gives them. */
export async function listBrowsers(
  db: Database,
  viewer: Viewer,
  headers: Headers,
): Promise<WithIsoDates<SignedInBrowser>[]> {
  const token = readSessionToken(headers);
  const rows = await asViewer(db, viewer, (trx) => selectBrowsers(trx, viewer, token));
  return rows.map(withIsoDates);
}

/** Signs one browser out. Throws not_found where it is not the viewer's or is signed out already. */
export async function signOutBrowser(
  trx: Trx,
  viewer: Viewer,
  sessionId: string,
  requestId?: string,
): Promise<void> {
  const ended = await trx
    .deleteFrom("auth_sessions")
    .where("id", "=", sessionId)
    .where("user_id", "=", viewer.userId)
    .executeTakeFirst();
  if (ended.numDeletedRows === 0n) {
    throw new AppError("not_found", "That browser is signed out already.");
  }
  await appendAudit(trx, viewer, {
    action: "user.browser_signed_out",
    entity: "user",
    entityId: viewer.userId,
    requestId,
  });
  forgetViewer(viewer.userId);
}
