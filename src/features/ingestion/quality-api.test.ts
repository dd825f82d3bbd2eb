import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import { createApi } from "#platform/http/route.ts";
import { outsideCustomer } from "#sources/fixtures/outside-rows.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { createConditionsApi } from "./conditions-api.ts";
import { createDataAgeApi } from "./data-age-api.ts";
import { pollSchedule } from "./poll-schedule.ts";
import { createQualityApi } from "./quality-api.ts";
import { createResourcesApi } from "./resources-api.ts";

const harness = await createIngestionHarness();
const { server, poll, rows, clock } = harness;
const web = createDatabase({ url: harness.webUrl, name: "test web", log: silentLog });
const schedule = pollSchedule("live");
const queued: unknown[] = [];
let dead: number | Error = 0;
const queue = {
  enqueue: async (job: { name: string }, input: unknown) => {
    queued.push([job.name, input]);
    return "17";
  },
  counts: async () => {
    if (dead instanceof Error) throw dead;
    return { waiting: 0, active: 0, delayed: 0, completed: 0, dead };
  },
};
const decisions = [
  { decision: "health", title: "Health", basedOn: ["sessions", "customers"] as const, href: "/customers" },
];
const place = { schedule, businessTimezone: "America/Chicago" };
const routes = createApi()
  .route(
    "/",
    createQualityApi(() => place.businessTimezone),
  )
  .route(
    "/",
    createConditionsApi(() => place),
  )
  .route(
    "/",
    createResourcesApi(() => schedule),
  )
  .route(
    "/",
    createDataAgeApi(() => schedule, decisions),
  );
const api = apiUnderTest({ db: web, now: () => clock.now, routes, queue });
const admin = viewerOf({ role: "admin", name: "Ann Admin", userId: "ann" });
const viewer = viewerOf({ role: "viewer" });
afterAll(async () => {
  await api.close();
  await web.destroy();
  await harness.close();
});
beforeEach(async () => {
  await harness.reset();
  await sql`truncate reconciliations cascade`.execute(harness.db);
  queued.length = 0;
  dead = 0;
});

const pass = (seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1000);
};

describe("new fields", () => {
  test("are acknowledged by administrators, with who and when, once", async () => {
    server.put("customers", outsideCustomer({ mood: "fine" }));
    await poll("customers");
    expect((await api.get("/data-quality/drift", viewer)).body).toMatchObject([
      { resource: "customers", field: "mood", acknowledgedAt: null },
    ]);
    const field = { resource: "customers", field: "mood" };
    expect((await api.post("/data-quality/drift/acknowledge", field, viewer)).status).toBe(403);
    expect((await api.post("/data-quality/drift/acknowledge", field, admin)).status).toBe(204);
    expect((await api.post("/data-quality/drift/acknowledge", field, admin)).status).toBe(404);
    expect((await api.get("/data-quality/drift", viewer)).body).toMatchObject([
      { acknowledgedBy: "Ann Admin", acknowledgedAt: clock.now.toISOString() },
    ]);
    expect(await rows("select entity_id from audit_log where action = 'schema_drift.acknowledged'")).toEqual([
      { entity_id: "customers.mood" },
    ]);
    await poll("customers");
    expect((await api.get("/data-quality/drift", viewer)).body[0].acknowledgedBy).toBe("Ann Admin");
  });
});

describe("where the reading stands", () => {
  test("tells what is stored, in quarantine and held, and the last runs, to every viewer", async () => {
    server.put("customers", outsideCustomer({ id: 1 }));
    server.put("customers", outsideCustomer({ id: 2, status: "gone" }));
    await poll("customers");
    const { body } = await api.get("/ingestion/resources", viewer);
    expect(body.resources.map(({ resource }: { resource: string }) => resource)).toEqual(
      schedule.map(({ resource }) => resource),
    );
    expect(body.resources[1]).toMatchObject({
      resource: "customers",
      freshness: "fresh",
      stored: { records: 1, isEstimate: false },
      quarantined: 1,
      held: 0,
      running: null,
      newestChangeAt: expect.any(String),
    });
    const runs = await api.get("/ingestion/resources/customers/runs", viewer);
    expect(runs.body).toMatchObject([
      { trigger: "command", state: "succeeded", received: 2, inserted: 1, quarantined: 1 },
    ]);
  });

  test("shows how far a poll has come", async () => {
    await rows(`insert into ingestion_runs (resource, trigger, state, started_at, received, total_expected)
      values ('sessions', 'manual', 'running', now(), 3000, 4210)`);
    const { body } = await api.get("/ingestion/resources", viewer);
    expect(body.resources[3].running).toMatchObject({ received: 3000, totalExpected: 4210 });
  });

  test("can be read now by administrators, who are named for it", async () => {
    expect((await api.post("/ingestion/resources/calls/read", {}, viewer)).status).toBe(403);
    expect(await api.post("/ingestion/resources/calls/read", {}, admin)).toEqual({
      status: 202,
      body: { jobId: "17" },
    });
    expect(queued).toEqual([["ingest.poll", { resource: "calls", trigger: "manual" }]]);
    expect(
      await rows("select actor_name, entity_id from audit_log where action = 'ingestion.read_asked_for'"),
    ).toEqual([{ actor_name: "Ann Admin", entity_id: "calls" }]);
    expect((await api.post("/ingestion/resources/planets/read", {}, admin)).status).toBe(400);
  });
});

test("a decision is known until the beginning of the earliest of its last reads that succeeded", async () => {
  await poll("customers");
  const customersAt = clock.now.toISOString();
  pass(60);
  expect((await api.get("/data-age", viewer)).body.decisions[0]).toMatchObject({
    knownUntil: null,
    isStale: true,
  });
  await poll("sessions");
  pass(60);
  // What began and failed has read nothing for certain.
  server.misbehaviours.push(
    ...Array.from({ length: 4 }, () => (_: unknown, response: { destroy(): void }) => {
      response.destroy();
      return true;
    }),
  );
  await expect(poll("customers")).rejects.toThrow();
  const { body } = await api.get("/data-age", viewer);
  expect(body.decisions).toMatchObject([
    {
      decision: "health",
      knownUntil: customersAt,
      isStale: false,
      basedOn: [{ resource: "sessions" }, { resource: "customers" }],
    },
  ]);
});

describe("conditions of the data", () => {
  const conditions = async (who = viewer) =>
    (await api.get("/data-conditions", who)).body.conditions.map(({ id }: { id: string }) => id);

  test("name what is stale, rejected too often, dead, and different from the source", async () => {
    expect(await conditions()).toEqual([]);
    for (let id = 1; id <= 12; id++) server.put("customers", outsideCustomer({ id, status: "gone" }));
    await poll("customers");
    expect(await conditions()).toEqual(["rejected_share:customers"]);
    dead = 3;
    await rows(`insert into reconciliations (resource, trigger, state, started_at, missing)
      values ('calls', 'schedule', 'differs', now(), 2), ('calls', 'schedule', 'failed', now(), 0)`);
    expect(await conditions()).toEqual(["rejected_share:customers", "dead_jobs"]);
    expect(await conditions(admin)).toContain("reconciliation_differs:calls");
    pass(4 * 3600);
    expect(await conditions()).toEqual(["stale:customers", "rejected_share:customers", "dead_jobs"]);
    pass(30 * 3600);
    expect(await conditions()).toEqual(["stale:customers", "dead_jobs"]);
  });

  test("are told without dead jobs where the queue does not answer", async () => {
    dead = new Error("no queue");
    expect(await conditions()).toEqual([]);
  });
});
