import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withAdvisoryLock } from "#db/advisory-lock.ts";
import { createDatabase, type Database } from "#db/client.ts";
import { createCache } from "#platform/cache/cache.ts";
import { createApiHost } from "#platform/http/api-host.ts";
import { createRateLimits } from "#platform/http/rate-limits.ts";
import { prepareQueue } from "#platform/queue/prepare-queue.ts";
import { createQueue, type Queue } from "#platform/queue/queue.ts";
import type { Viewer } from "#platform/viewer.ts";
import { silentLog as log, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { reconciliationsApi } from "./api.ts";
import { reconcileLockPrefix } from "./reconciled-resource.ts";

const now = () => new Date("2026-05-01T12:00:00Z");
const admin = viewerOf({ role: "admin", name: "Ada Admin" });
let database: TestDatabase;
let owner: Database;
let web: Database;
let queue: Queue;
let asking: Viewer = admin;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log });
  web = createDatabase({ url: database.webUrl, name: "test web", log });
  await prepareQueue(database.ownerUrl);
  queue = createQueue({ databaseUrl: database.webUrl, redisUrl: null, log });
});

afterAll(async () => {
  await queue.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

beforeEach(async () => {
  asking = admin;
  await owner.deleteFrom("reconciliations").execute();
});

type Answer = { nextCursor?: string | null };

async function call(path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
  const cache = createCache({ redisUrl: null, log });
  const rateLimits = createRateLimits();
  const host = createApiHost(() => ({
    ...{ db: web, now, log, cache, queue, rateLimits, appOrigin: null },
    resolveViewer: async () => asking,
  })).route("/api/v1", reconciliationsApi);
  const response = await host.request(`/api/v1${path}`, {
    ...(body === undefined
      ? {}
      : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  await cache.close();
  return { status: response.status, body: (await response.json()) as Answer };
}

async function insertReport(changes: {
  resource: string;
  state: string;
  source_count: number;
}): Promise<number> {
  const { reconciliation_id } = await owner
    .insertInto("reconciliations")
    .values({ trigger: "schedule", started_at: now(), finished_at: now(), ...changes })
    .returning("reconciliation_id")
    .executeTakeFirstOrThrow();
  return reconciliation_id;
}

describe("reading reports", () => {
  it("lists them newest first by pages, with the last one of each resource beside", async () => {
    await insertReport({ resource: "calls", state: "equal", source_count: 10 });
    await insertReport({ resource: "sessions", state: "mended", source_count: 20 });
    await insertReport({ resource: "calls", state: "differs", source_count: 11 });
    const first = await call("/reconciliations?limit=2");
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      total: 3,
      data: [
        { resource: "calls", source: 11, expected: 10, state: "differs" },
        { resource: "sessions", expected: null },
      ],
      newest: [
        { resource: "sessions", source: 20 },
        { resource: "calls", source: 11 },
      ],
    });
    const second = await call(`/reconciliations?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ nextCursor: null, data: [{ resource: "calls", source: 10 }] });
    expect((await call("/reconciliations?resource=sessions")).body).toMatchObject({ total: 1 });
    expect((await call("/reconciliations?resource=subjects")).status).toBe(400);
  });

  it("gives one with its findings and the days that differ", async () => {
    const id = await insertReport({ resource: "calls", state: "differs", source_count: 10 });
    await owner
      .insertInto("reconciliation_findings")
      .values({ reconciliation_id: id, position: 0, kind: "deleted", resource: "calls", record_id: 2 ** 40 })
      .execute();
    await owner
      .insertInto("reconciliation_days")
      .values({ reconciliation_id: id, day: "2026-03-01", source_count: 5, stored_count: 6 })
      .execute();
    expect((await call(`/reconciliations/${id}`)).body).toMatchObject({
      id,
      listed: [{ kind: "deleted", resource: "calls", id: 2 ** 40 }],
      days: [{ day: "2026-03-01", source: 5, stored: 6 }],
    });
    expect((await call("/reconciliations/999999")).status).toBe(404);
  });

  it("calls one failed whose process was killed, and one running that still holds its lock", async () => {
    await insertReport({ resource: "calls", state: "running", source_count: 10 });
    expect((await call("/reconciliations")).body).toMatchObject({
      data: [{ state: "failed", error: "It was cut off before its end." }],
    });
    await withAdvisoryLock(owner, `${reconcileLockPrefix}calls`, async () => {
      expect((await call("/reconciliations")).body).toMatchObject({
        data: [{ state: "running", error: null }],
      });
    });
  });

  it("is for administrators alone, in the database too", async () => {
    const id = await insertReport({ resource: "calls", state: "equal", source_count: 10 });
    for (const role of ["viewer", "operator"] as const) {
      asking = viewerOf({ role });
      expect((await call("/reconciliations")).status).toBe(403);
      expect((await call(`/reconciliations/${id}`)).status).toBe(403);
      expect((await call("/reconciliations", { resource: "calls", reason: "to see" })).status).toBe(403);
    }
  });
});

describe("starting one by hand", () => {
  it("queues it once, and writes who asked and why into the audit log", async () => {
    const answer = await call("/reconciliations", { resource: "calls", reason: " after the restore " });
    expect(answer).toMatchObject({ status: 202, body: { resource: "calls" } });
    await call("/reconciliations", { resource: "calls", reason: "again" });
    const waiting = await queue.jobs(["waiting"], 10);
    expect(waiting.filter((job) => job.job === "ingest.reconcile")).toHaveLength(1);
    const entries = await owner
      .selectFrom("audit_log")
      .select(["actor_name", "action", "entity", "entity_id", "details"])
      .orderBy("audit_id")
      .execute();
    expect(entries[0]).toEqual({
      actor_name: "Ada Admin",
      action: "reconciliation.started",
      entity: "resource",
      entity_id: "calls",
      details: { reason: "after the restore" },
    });
  });

  it("refuses an unknown resource and a missing reason", async () => {
    for (const body of [
      { resource: "subjects", reason: "because" },
      { resource: "calls", reason: "  x " },
      {},
    ]) {
      expect((await call("/reconciliations", body)).status).toBe(400);
    }
  });
});
