import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import type { JobContext } from "#platform/queue/job.ts";
import type { Queue } from "#platform/queue/queue.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import type { CustomerWorld } from "#test/health/random-world.ts";
import { clearWorld, storeCustomer } from "#test/health/store-world.ts";
import { healthBacktestApi } from "./backtest-api.ts";
import { backtestHealthJob } from "./backtest-job.ts";
import { pastCutOffs, runBacktest } from "./run-backtest.ts";
import { defaultHealthSettings } from "./weights.ts";

const asOf = new Date("2026-06-10T12:00:00Z");
const timezone = "America/Chicago";
/** The last month end that lies sixty days back. */
const cutOffMs = Date.parse("2026-04-01T05:00:00Z");

let database: TestDatabase;
let db: Database;
let web: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
});

beforeEach(async () => {
  await clearWorld(db);
  await sql`truncate health_backtests`.execute(db);
  for (const [index, world] of history.entries()) await storeCustomer(db, index + 1, world);
});

afterAll(async () => {
  await web.destroy();
  await db.destroy();
  await database.drop();
});

const session = (days: number, rating: number | null = 5): CustomerWorld["sessions"][number] => ({
  status: "completed",
  scheduledAtMs: cutOffMs + days * dayMs,
  startedAtMs: cutOffMs + days * dayMs,
  createdAtMs: cutOffMs + (days - 1) * dayMs,
  deletedAtMs: null,
  rating,
  tutorId: 1,
});

const call = (days: number) => ({
  calledAtMs: cutOffMs + days * dayMs,
  reason: "billing",
  deletedAtMs: null,
});

function customer(changes: Partial<CustomerWorld>): CustomerWorld {
  return {
    status: "active",
    signedUpAtMs: cutOffMs - 20 * dayMs,
    deletedAtMs: null,
    sessions: [],
    calls: [],
    goals: [],
    ...changes,
  };
}

const lively = [-12, -10, -8, -6, -4, -2].map((days) => session(days));

/** Days are counted from the cut-off. */
const history: CustomerWorld[] = [
  customer({ sessions: [...lively, session(10)] }),
  // Two calls: critical. The account was closed since, which was not so then.
  customer({ sessions: lively, calls: [call(-3), call(-2)], status: "closed" }),
  // Two calls, and stayed up to the last moment that counts.
  customer({ sessions: [...lively, session(60)], calls: [call(-3), call(-2)] }),
  // Came back when the sixty days were over: had left.
  customer({ sessions: [...lively, session(60.5)] }),
  // The one later session was taken back: had left.
  customer({ sessions: [...lively, { ...session(20), deletedAtMs: cutOffMs + 30 * dayMs }] }),
  // Long gone at the cut-off: nobody's surprise.
  customer({ signedUpAtMs: cutOffMs - 400 * dayMs, sessions: [session(-61)] }),
  // Signed up later.
  customer({ signedUpAtMs: cutOffMs + dayMs, sessions: [session(3)] }),
];

const run = async (settings = defaultHealthSettings) =>
  await runBacktest({
    db,
    signal: new AbortController().signal,
    asOf,
    settings,
    timezone,
    onProgress: async () => undefined,
  });

describe("a backtest over a made history", () => {
  it("takes month ends after which the sixty days have passed", () => {
    const cutOffs = pastCutOffs(asOf, timezone);
    expect(cutOffs).toHaveLength(6);
    expect(cutOffs.at(-1)?.getTime()).toBe(cutOffMs);
    expect(
      pastCutOffs(new Date(cutOffMs + 60 * dayMs - 1), timezone)
        .at(-1)
        ?.getTime(),
    ).toBeLessThan(cutOffMs);
  });

  it("counts who was active and who left, by the tier of then", async () => {
    const last = (await run()).at(-1);
    expect(last).toMatchObject({
      population: 5,
      examined: 5,
      tiers: {
        critical: { customers: 2, left: 1 },
        at_risk: { customers: 0, left: 0 },
        healthy: { customers: 0, left: 0 },
        thriving: { customers: 3, left: 2 },
      },
    });
  });

  it("tells what other settings would have told", async () => {
    const overrides = { ...defaultHealthSettings.overrides, criticalCalls: 3 };
    const last = (await run({ ...defaultHealthSettings, overrides })).at(-1);
    expect(last?.tiers.critical.customers).toBe(0);
    expect(last?.examined).toBe(5);
  });
});

describe("the job and its page", () => {
  const admin = viewerOf({ role: "admin" });
  const ctx = {
    db,
    now: () => asOf,
    log: silentLog,
    signal: new AbortController().signal,
    progress: async () => undefined,
  };
  const runJob = async (backtestId?: number) =>
    await backtestHealthJob(timezone).run({ ...ctx, db } as JobContext, backtestId ? { backtestId } : {});

  it("keeps what it found of the settings in force, and of those that somebody tries", async () => {
    const queue = { enqueue: async () => undefined } as unknown as Queue;
    const api = apiUnderTest({ db: web, now: asOf, routes: healthBacktestApi, queue });
    expect((await api.get("/health-backtests", admin)).body).toEqual({ saved: null, trial: null });
    await runJob();
    const overrides = { ...defaultHealthSettings.overrides, criticalCalls: 3 };
    const asked = await api.post(
      "/health-backtests",
      { settings: { ...defaultHealthSettings, overrides } },
      admin,
    );
    expect(asked.status).toBe(202);
    expect((await api.get("/health-backtests", admin)).body.trial).toMatchObject({ state: "queued" });
    await runJob(asked.body.id);
    const { body } = await api.get("/health-backtests", admin);
    expect(body.saved).toMatchObject({ state: "done", settingsVersion: 1, changes: [], computed: 7 });
    expect(body.saved.summary.tiers[0]).toMatchObject({ tier: "critical", customers: 2, left: 1 });
    expect(body.trial).toMatchObject({
      state: "done",
      changes: ["What forces a tier, calls that make critical: 2 → 3"],
    });
    expect(body.trial.summary.tiers[0]).toMatchObject({ customers: 0, lift: null });
    for (const role of ["viewer", "operator"] as const) {
      const viewer = viewerOf({ role });
      expect((await api.get("/health-backtests", viewer)).status).toBe(403);
      expect((await api.post("/health-backtests", {}, viewer)).status).toBe(403);
    }
    expect((await api.get("/health-backtests", null)).status).toBe(401);
    await api.close();
  });

  it("says what went wrong", async () => {
    const gone = new AbortController();
    gone.abort(new Error("the worker stops"));
    await expect(
      backtestHealthJob(timezone).run({ ...ctx, db, signal: gone.signal } as JobContext, {}),
    ).rejects.toThrow("the worker stops");
    const { rows } = await sql`select state, error from health_backtests`.execute(db);
    expect(rows).toEqual([{ state: "failed", error: "the worker stops" }]);
  });
});
