import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import type { Role, Viewer } from "#platform/viewer.ts";
import type { Auth } from "./auth.ts";
import { tokenUseSeconds } from "./limits.ts";
import { hashSecret } from "./secret-token.ts";
import { readSessionCookie } from "./session-cookie.ts";
import { systemViewer } from "./system-viewer.ts";
import { userViewer } from "./user-viewer.ts";
import { cachedViewer, cacheViewer } from "./viewer-cache.ts";

/**
 * Who asks, by the headers of the request: an API token in `Authorization: Bearer`, or else the sign-in cookie.
 * Null for nobody, for disabled users and for tokens that are revoked or past their end.
 */
export type ResolveViewer = (request: { headers: Headers }) => Promise<Viewer | null>;

/** Asks the database at most once in a few seconds for each cookie or token. */
export function createResolveViewer({ auth, db }: { auth: Auth; db: Database }): ResolveViewer {
  return async ({ headers }) => {
    // A token that is wrong must not fall back to a cookie: the program would act as somebody else.
    if (headers.has("authorization")) {
      const bearer = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
      return bearer ? await remembered(`token:${hashSecret(bearer)}`, () => tokenViewer(db, bearer)) : null;
    }
    const cookie = readSessionCookie(headers);
    if (cookie === null) return null;
    return await remembered(`cookie:${hashSecret(cookie)}`, () => cookieViewer(auth, db, headers));
  };
}

async function remembered(key: string, look: () => Promise<Viewer | null>): Promise<Viewer | null> {
  const known = cachedViewer(key);
  if (known) return known;
  const viewer = await look();
  if (viewer) cacheViewer(key, viewer);
  return viewer;
}

async function cookieViewer(auth: Auth, db: Database, headers: Headers): Promise<Viewer | null> {
  const found = await auth.api.getSession({ headers });
  if (!found || found.user.disabledAt) return null;
  const { id, name, role, timezone } = found.user;
  return await userViewer(db, { id, name, role: role as Role, timezone: timezone ?? "UTC" });
}

/** The viewer that a token is. A token sees all customers and subjects: only administrators make tokens. */
async function tokenViewer(db: Database, secret: string): Promise<Viewer | null> {
  const token = await db
    .selectFrom("api_tokens")
    .select(["token_id", "name", "role"])
    .where("token_hash", "=", hashSecret(secret))
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  if (!token) return null;
  await noteUse(db, token.token_id);
  return {
    userId: `token:${token.token_id}`,
    kind: "token",
    name: token.name,
    role: token.role as Role,
    timezone: "UTC",
    customerIds: null,
    subjectCodes: null,
  };
}

async function noteUse(db: Database, tokenId: number): Promise<void> {
  await asViewer(db, systemViewer, async (trx) => {
    await trx
      .updateTable("api_tokens")
      .set({ last_used_at: sql`now()` })
      .where("token_id", "=", tokenId)
      .where(({ or, eb }) =>
        or([
          eb("last_used_at", "is", null),
          eb("last_used_at", "<", sql<Date>`now() - make_interval(secs => ${tokenUseSeconds})`),
        ]),
      )
      .execute();
  });
}
