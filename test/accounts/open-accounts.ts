import { afterAll } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { type Accounts, createAccounts } from "#features/accounts/accounts.ts";
import { accountsApi } from "#features/accounts/api.ts";
import { createUser, type NewUser } from "#features/accounts/create-user.ts";
import { handleAuthRequest } from "#features/accounts/handle-auth-request.ts";
import { notificationsApi } from "#features/notifications/api.ts";
import { createCache } from "#platform/cache/cache.ts";
import { createApiHost } from "#platform/http/api-host.ts";
import { createRateLimits } from "#platform/http/rate-limits.ts";
import { createLog } from "#platform/log.ts";
import type { Queue } from "#platform/queue/queue.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";

export const testPassword = "correct horse battery";
export const testOrigin = "http://localhost:3511";

export type TestAccounts = Accounts & {
  /** The owner's database: what the worker and the command line use. */
  owner: Database;
  /** The web role's database, bound by row-level security. */
  web: Database;
  /** Adds a user who signs in with `testPassword`. */
  addUser(user: Partial<NewUser> & { email: string }): Promise<string>;
  /** Posts to /api/auth as a browser on the dashboard's own page does. */
  post(path: string, body: object, options?: { cookie?: string; address?: string }): Promise<Response>;
  /** Calls /api/v1 as a program with a token, as a signed-in browser, or as nobody. */
  call(
    method: string,
    path: string,
    options?: { cookie?: string; token?: string; body?: object },
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Signs in and returns the cookie header of that browser. */
  signIn(email: string, password?: string): Promise<string>;
};

/** Accounts on a database of their own, for a test file. */
export async function openAccounts(): Promise<TestAccounts> {
  const database = await createTestDatabase();
  const log = createLog({ process: "test", level: "silent" });
  const owner = createDatabase({ url: database.ownerUrl, name: "test owner", log, poolSize: 4 });
  const web = createDatabase({ url: database.webUrl, name: "test web", log, poolSize: 6 });
  const cache = createCache({ redisUrl: null, log });
  afterAll(async () => {
    await cache.close();
    await web.destroy();
    await owner.destroy();
    await database.drop();
  });
  const secret = "for tests only, at least 32 characters";
  const accounts = createAccounts({ db: web, log, secret, appUrl: null, port: 3511 });
  const post: TestAccounts["post"] = (path, body, { cookie, address = "203.0.113.7" } = {}) =>
    handleAuthRequest(
      accounts.auth,
      new Request(`${testOrigin}/api/auth${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          origin: testOrigin,
          "x-forwarded-for": address,
          ...(cookie ? { cookie } : {}),
        },
        body: JSON.stringify(body),
      }),
    );
  const api = createApiHost(() => ({
    db: web,
    now: () => new Date(),
    log,
    cache,
    queue: {} as Queue,
    rateLimits: createRateLimits(),
    resolveViewer: accounts.resolveViewer,
    appOrigin: null,
  }))
    .route("/api/v1", accountsApi)
    .route("/api/v1", notificationsApi);
  return {
    ...accounts,
    owner,
    web,
    post,
    async call(method, path, { cookie, token, body } = {}) {
      const response = await api.request(`${testOrigin}/api/v1${path}`, {
        method,
        headers: {
          ...(cookie ? { cookie, origin: testOrigin } : {}),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : {} };
    },
    addUser: (user) =>
      inTransaction(owner, (trx) =>
        createUser(trx, { name: "Sam", role: "viewer", timezone: "UTC", password: testPassword, ...user }),
      ),
    async signIn(email, password = testPassword) {
      const answer = await post("/sign-in/email", { email, password });
      if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
      return cookieOf(answer);
    },
  };
}

/** What a browser would send back after this answer. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
