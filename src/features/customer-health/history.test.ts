import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { saveSettings } from "#db/settings.ts";
import { inTransaction } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import type { CustomerWorld } from "#test/health/random-world.ts";
import { clearWorld, recordId, storeCustomer } from "#test/health/store-world.ts";
import { updateHealthJob } from "./jobs.ts";
import { defaultHealthSettings, healthSettingsName } from "./weights.ts";

const now = new Date("2026-03-08T12:00:00.000Z");
const later = new Date(now.getTime() + 60_000);

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({
    url: database.ownerUrl,
    name: "test",
    log: createLog({ process: "test", level: "error" }),
  });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

beforeEach(async () => await clearWorld(db));

function daysAgo(days: number): number {
  return now.getTime() - days * dayMs;
}

function customer(part: Partial<CustomerWorld> = {}): CustomerWorld {
  const held = (days: number) => ({
    status: "completed" as const,
    scheduledAtMs: daysAgo(days),
    startedAtMs: null,
    createdAtMs: daysAgo(days + 5),
    deletedAtMs: null,
    rating: 5,
    tutorId: 1,
  });
  return {
    status: "active",
    signedUpAtMs: daysAgo(60),
    deletedAtMs: null,
    sessions: Array.from({ length: 40 }, (_, index) => held(index + 1)),
    calls: [],
    goals: [{ isPrimary: true, createdAtMs: daysAgo(60), completedAtMs: null }],
    ...part,
  };
}

function call(days: number) {
  return { calledAtMs: daysAgo(days), reason: "billing", deletedAtMs: null };
}

const updateHealth = updateHealthJob(async () => undefined);

async function update(asOf: Date, input: { full?: boolean; changesOnly?: boolean } = {}): Promise<void> {
  const log = createLog({ process: "test", level: "error" });
  const signal = new AbortController().signal;
  await updateHealth.run({ db, now: () => asOf, log, signal, progress: async () => undefined }, input);
}

async function historyOf(customerId: number) {
  return await db
    .selectFrom("customer_health_history")
    .select(["as_of", "score", "tier", "origin", "causes", "unscored_reason"])
    .where("customer_id", "=", customerId)
    .orderBy("as_of")
    .execute();
}

async function events() {
  return await db
    .selectFrom("event_log")
    .select(["kind", "key", "payload", "customer_id"])
    .orderBy("event_id")
    .execute();
}

test("the first pass fills in thirty days, and ends with the score of now", async () => {
  await storeCustomer(db, 1, customer({ calls: [call(10.5), call(3.5)] }));
  await update(now);
  const history = await historyOf(1);
  expect(
    history.map(({ as_of, score, tier, origin }) => [
      (now.getTime() - as_of.getTime()) / dayMs,
      score,
      tier,
      origin,
    ]),
  ).toEqual([
    [30, 100, "thriving", "backfill"],
    [10, 95, "thriving", "backfill"],
    [3, 88, "critical", "backfill"],
  ]);
  const passes = await db
    .selectFrom("health_passes")
    .select(["kind", "computed"])
    .orderBy("pass_id")
    .execute();
  expect(passes.map(({ kind }) => kind)).toEqual(["full", "backfill"]);
});

test("a change of records becomes a score, its history with the cause, and an event", async () => {
  await storeCustomer(db, 1, customer());
  await storeCustomer(db, 2, customer());
  await update(now);
  await storeCustomer(db, 1, customer({ calls: [call(1)] }));
  await update(later, { changesOnly: true });
  expect((await historyOf(1)).at(-1)).toMatchObject({
    as_of: later,
    score: 95,
    origin: "live",
    causes: [
      {
        component: "inbound_calls",
        points: -5,
        text: "1 billing call",
        records: [{ resource: "calls", id: recordId(1, 0) }],
      },
    ],
  });
  expect((await events()).at(-1)).toEqual({
    kind: "customer.health",
    key: "1",
    customer_id: 1,
    payload: { score: 95, tier: "thriving", previousScore: 100, previousTier: "thriving" },
  });
  const [pass] = await db
    .selectFrom("health_passes")
    .selectAll()
    .orderBy("pass_id", "desc")
    .limit(1)
    .execute();
  expect(pass).toMatchObject({ kind: "changes", computed: 1, changed: 1 });
  expect(pass?.lag_ms).toBeGreaterThanOrEqual(0);
});

test("a pass that finds nothing new writes nothing", async () => {
  await storeCustomer(db, 1, customer());
  await update(now);
  const before = { history: await historyOf(1), events: await events() };
  await update(later, { full: true });
  expect({ history: await historyOf(1), events: await events() }).toEqual(before);
  const row = await db.selectFrom("customer_health_scores").select("computed_at").executeTakeFirst();
  expect(row?.computed_at).toEqual(now);
});

test("two changes as of one instant become one entry whose points add up", async () => {
  await storeCustomer(db, 1, customer());
  await update(now);
  await storeCustomer(db, 1, customer({ calls: [call(1)] }));
  await update(later);
  await storeCustomer(db, 1, customer({ calls: [call(1), call(2)] }));
  await update(later);
  const entry = (await historyOf(1)).at(-1);
  expect(entry).toMatchObject({ as_of: later, score: 88, tier: "critical" });
  const points = ((entry?.causes ?? []) as { points: number }[]).map((cause) => cause.points);
  expect(points.reduce((sum, point) => sum + point, 0)).toBeCloseTo(-12, 9);
});

test("more than two hundred changed customers are told in one event", async () => {
  for (let id = 1; id <= 201; id++) await storeCustomer(db, id, customer({ sessions: [] }));
  await update(now);
  expect(await events()).toMatchObject([
    { kind: "customers.bulk_changed", key: "health", payload: { count: 201 } },
  ]);
});

test("a customer who is paused loses the score, and history says so", async () => {
  await storeCustomer(db, 1, customer());
  await update(now);
  await storeCustomer(db, 1, customer({ status: "paused" }));
  await update(later);
  expect((await historyOf(1)).at(-1)).toMatchObject({ score: null, tier: null, unscored_reason: "paused" });
});

test("new settings recompute everyone, and name themselves as the cause", async () => {
  await storeCustomer(db, 1, customer({ sessions: [] }));
  await update(now);
  const weights = { ...defaultHealthSettings.weights, velocity: 75 };
  const value = { ...defaultHealthSettings, weights };
  await inTransaction(
    db,
    async (trx) => await saveSettings(trx, healthSettingsName, { value, changedBy: "test", note: null }),
  );
  await update(later, { changesOnly: true });
  const row = await db
    .selectFrom("customer_health_scores")
    .select(["settings_version", "score"])
    .executeTakeFirst();
  expect(row).toEqual({ settings_version: 2, score: 32 });
  expect((await historyOf(1)).at(-1)?.causes).toMatchObject([
    { component: "settings" },
    { component: "tier", text: "no longer forced by a long time without sessions; critical: score 32" },
  ]);
});

test("before customers and sessions were read to their end, no past is filled in", async () => {
  await storeCustomer(db, 1, customer());
  const run = { resource: "sessions", trigger: "schedule", state: "running", started_at: now };
  await db.insertInto("ingestion_runs").values(run).execute();
  await update(now);
  expect(await historyOf(1)).toEqual([]);
  await db.updateTable("ingestion_runs").set({ state: "succeeded" }).execute();
  await db
    .insertInto("ingestion_runs")
    .values({ ...run, resource: "customers", state: "succeeded" })
    .execute();
  await update(later);
  expect((await historyOf(1)).length).toBeGreaterThan(0);
  await db.deleteFrom("ingestion_runs").execute();
});

test("a pass that is told to stop ends between batches and is taken up again", async () => {
  await storeCustomer(db, 1, customer());
  const stopped = AbortSignal.abort();
  const log = createLog({ process: "test", level: "error" });
  const ctx = { db, now: () => now, log, signal: stopped, progress: async () => undefined };
  await expect(updateHealth.run(ctx, {})).rejects.toThrow();
  await update(now);
  expect(await db.selectFrom("customer_health_scores").select("score").execute()).toEqual([{ score: 100 }]);
});
