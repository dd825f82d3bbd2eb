import type { OpenAPIHono } from "@hono/zod-openapi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { createAccounts } from "#features/accounts/accounts.ts";
import { createApiToken } from "#features/accounts/api-tokens.ts";
import type { Actor } from "#platform/audit.ts";
import { createCache } from "#platform/cache/cache.ts";
import type { ApiEnv } from "#platform/http/api-env.ts";
import { createRateLimits } from "#platform/http/rate-limits.ts";
import { type RouteRole, roleField } from "#platform/http/route.ts";
import { startLive } from "#platform/live/live.ts";
import { prepareQueue } from "#platform/queue/prepare-queue.ts";
import { createQueue } from "#platform/queue/queue.ts";
import { startHeartbeat } from "#platform/readiness/heartbeat.ts";
import { hasRole, type Role, roles } from "#platform/viewer.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { createApiApplication } from "./api.ts";
import type { WebRuntime } from "./web-runtime.ts";

const now = () => new Date("2026-05-01T12:00:00Z");
const tester: Actor = { userId: "test", kind: "system", name: "Test" };
const tokens = new Map<Role, string>();
let api: OpenAPIHono<ApiEnv>;
let runtime: WebRuntime;
let database: TestDatabase;
let owner: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  const { ownerUrl, webUrl } = database;
  owner = createDatabase({ url: ownerUrl, name: "test", log });
  await prepareQueue(ownerUrl);
  const web = createDatabase({ url: webUrl, name: "test web", log });
  runtime = {
    db: web,
    now,
    log,
    cache: createCache({ redisUrl: null, log }),
    queue: createQueue({ databaseUrl: webUrl, redisUrl: null, log }),
    rateLimits: createRateLimits(),
    live: startLive({ url: ownerUrl, log }),
  };
  const secret = "for tests only, at least 32 characters";
  const { resolveViewer } = createAccounts({ db: web, log, secret, appUrl: null, port: 3411 });
  api = createApiApplication(() => runtime, resolveViewer);
  for (const role of roles) {
    const { secret } = await inTransaction(owner, async (trx) =>
      createApiToken(trx, tester, { name: role, role, days: 1, createdBy: null }),
    );
    tokens.set(role, secret);
  }
});

afterAll(async () => {
  await runtime.live.close();
  await runtime.queue.close();
  await runtime.db.destroy();
  await owner.destroy();
  await database.drop();
});

type Declared = { method: string; path: string; role: RouteRole };

/** Every route that the application answers, with the role that its declaration names; hidden ones need a viewer. */
function allRoutes(): Declared[] {
  const declared = new Map<string, RouteRole>();
  for (const definition of api.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const {
      method,
      path,
      [roleField]: role,
    } = definition.route as typeof definition.route & {
      [roleField]: RouteRole;
    };
    declared.set(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`, role);
  }
  const answered = new Set(
    api.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`),
  );
  return [...answered].map((name) => {
    const [method = "", path = ""] = name.split(" ");
    return { method, path, role: declared.get(name) ?? "viewer" };
  });
}

async function call({ method, path }: Declared, role: Role | null): Promise<Response> {
  const leaving = new AbortController();
  const response = await api.request(path.replaceAll(/:\w+/g, "987654"), {
    method,
    signal: leaving.signal,
    headers: role === null ? {} : { authorization: `Bearer ${tokens.get(role)}` },
  });
  // The live stream never ends by itself.
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) leaving.abort();
  // A file is read from the database while it is taken: who does not take it says so.
  if (response.headers.get("content-type")?.startsWith("text/csv")) await response.body?.cancel();
  return response;
}

/** Other reasons to refuse are the routes' own: a token has no profile to change, for one. */
async function isRefusedForRole(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const { detail } = (await response.json()) as { detail: string };
  return detail.startsWith("This needs the role");
}

describe("every route", () => {
  it("is declared: there are as many as the features have", () => {
    expect(allRoutes().map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/api/v1/customers", "/api/v1/overview", "/api/live", "/api/health/ready"]),
    );
  });

  it("answers whoever is not signed in with 401, but for public ones", async () => {
    for (const route of allRoutes()) {
      const response = await call(route, null);
      const name = `${route.method} ${route.path}`;
      if (route.role === "public" || route.role === "signed") {
        expect([401, 403, 405, 500], name).not.toContain(response.status);
        continue;
      }
      expect(response.status, name).toBe(401);
      expect(await response.json(), name).toMatchObject({
        code: "unauthenticated",
        status: 401,
        requestId: response.headers.get("x-request-id"),
      });
    }
  });

  it.each(roles)("lets a %s call what the role may, and nothing else", async (role) => {
    for (const route of allRoutes()) {
      const response = await call(route, role);
      const name = `${role}: ${route.method} ${route.path}`;
      const isAllowed = route.role === "public" || route.role === "signed" || hasRole(role, route.role);
      expect(await isRefusedForRole(response), name).toBe(!isAllowed);
      expect([401, 405, 500], name).not.toContain(response.status);
      if (response.status >= 400 && response.status !== 503) {
        expect(response.headers.get("content-type"), name).toBe("application/problem+json");
      }
    }
  });

  it("treats a wrong or revoked token like nobody", async () => {
    const response = await api.request("/api/v1/customers", {
      headers: { authorization: "Bearer nonsense" },
    });
    expect(response.status).toBe(401);
  });
});

describe("the application", () => {
  const asViewer = (path: string, headers: Record<string, string> = {}) =>
    api.request(path, { headers: { authorization: `Bearer ${tokens.get("viewer")}`, ...headers } });

  it("describes every route as OpenAPI, with role and limit", async () => {
    const response = await asViewer("/api/openapi.json");
    expect(response.status).toBe(200);
    const text = (await response.json()) as {
      paths: Record<string, Record<string, Record<string, unknown>>>;
    };
    expect(text.paths["/api/v1/customers/{id}"]?.get).toMatchObject({
      "x-role": "viewer",
      "x-rate-limit": "read",
    });
    expect(text.paths["/api/live"]?.get).toBeDefined();
    const push = text.paths["/api/v1/ingest/{resource}"]?.post;
    expect(push).toMatchObject({ "x-role": "signed", "x-rate-limit": "push", security: [{ signature: [] }] });
    const parameters = (push?.parameters ?? []) as { in: string; name: string }[];
    const headers = parameters.filter((one) => one.in === "header");
    expect(headers.map(({ name }) => name)).toEqual(["webhook-id", "webhook-timestamp", "webhook-signature"]);
  });

  it("serves the page to try it from its own files alone", async () => {
    const page = await asViewer("/api/docs");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self';");
    const text = await page.text();
    const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? "");
    expect(files).toHaveLength(3);
    for (const file of files) expect((await asViewer(file)).status, file).toBe(200);
    expect((await asViewer("/api/docs/package.json")).status).toBe(404);
  });

  it("spares the body of an answer that has not changed", async () => {
    const first = await asViewer("/api/v1/metrics");
    const etag = first.headers.get("etag") ?? "";
    expect(first.headers.get("cache-control")).toContain("private");
    const second = await asViewer("/api/v1/metrics", { "if-none-match": etag });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe("");
  });

  it("refuses a cursor that the list did not give out", async () => {
    for (const cursor of ["nonsense", Buffer.from('{"id":"x"}').toString("base64url")]) {
      const response = await asViewer(`/api/v1/customers?cursor=${cursor}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: "invalid_input" });
    }
  });

  it("names each thing that is wrong with a query", async () => {
    const response = await asViewer("/api/v1/customers?pageSize=0&sort=colour");
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(["query.sort", "query.pageSize"]);
  });

  it("is ready only when everything serves, and says what does not", async () => {
    const before = await api.request("/api/health/ready");
    expect(before.status).toBe(503);
    expect(await before.json()).toMatchObject({
      isReady: false,
      checks: expect.arrayContaining([
        { name: "database", state: "serves", detail: null },
        { name: "queue", state: "serves", detail: null },
        { name: "worker", state: "fails", detail: "No worker has started yet." },
        { name: "source", state: "serves", detail: null },
      ]),
    });
    const heartbeat = await startHeartbeat(owner, "test", log);
    await owner
      .insertInto("ingestion_cursors")
      .values({ resource: "sessions", failures_in_a_row: 3 })
      .execute();
    const after = await api.request("/api/health/ready");
    expect(after.status).toBe(200);
    expect(await after.json()).toMatchObject({
      checks: expect.arrayContaining([
        { name: "source", state: "degraded", detail: "Reading fails: sessions (3 in a row)." },
      ]),
    });
    await heartbeat.stop();
    expect((await api.request("/api/health/live")).status).toBe(200);
  });
});
