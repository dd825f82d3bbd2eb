import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { insertCustomers } from "#test/builders/customer-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { customerHealthApi } from "./api.ts";
import type { HealthFeatures } from "./features.ts";
import type { Flag } from "./ladder.ts";

const now = new Date("2026-03-02T12:00:00Z");
const dayMs = 86_400_000;
const daysAgo = (days: number) => now.getTime() - days * dayMs;

const features: HealthFeatures = {
  signedUpAtMs: daysAgo(200),
  firstSession: { id: 7, atMs: daysAgo(190), rating: 5 },
  earlySessions: 3,
  lastSession: { id: 40, atMs: daysAgo(2) },
  recentSessionIds: [33, 34, 35, 40],
  tutors: null,
  calls: [
    { id: 1, atMs: daysAgo(4), reason: "billing" },
    { id: 2, atMs: daysAgo(1), reason: "tutor_complaint" },
  ],
  callsCriticalSinceMs: daysAgo(1),
  goal: { id: 3, completedAtMs: null, newerGoalId: null },
  booked: null,
};
const flags: Flag[] = [{ code: "calls", sinceMs: daysAgo(1) }];

let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  api = apiUnderTest({ db: web, now, routes: customerHealthApi });
  await insertCustomers(owner, [
    { id: 1, health: { score: 75, tier: "critical", forcedBy: "calls" } },
    { id: 2 },
    { id: 3, status: "closed", health: { score: null, tier: null, unscoredReason: "closed" } },
  ]);
  await sql`update customer_health_scores set features = ${JSON.stringify(features)}::jsonb,
    flags = ${JSON.stringify(flags)}::jsonb, forced_since = ${new Date(daysAgo(1))}, confidence = 0.9,
    first_session = 100, velocity = 46, inbound_calls = 40, goals = 100 where customer_id = 1`.execute(owner);
  const causes = [
    {
      component: "inbound_calls",
      points: -7.5,
      text: "1 billing call",
      records: [{ resource: "calls", id: 1 }],
    },
  ];
  for (const [days, score] of [
    [100, 95],
    [40, 90],
    [4, 82],
    [1, 75],
  ] as const) {
    await sql`insert into customer_health_history (customer_id, as_of, score, tier, causes, settings_version, origin)
      values (1, ${new Date(daysAgo(days))}, ${score}, 'healthy', ${JSON.stringify(causes)}::jsonb, 1,
        ${days > 30 ? "backfill" : "live"})`.execute(owner);
  }
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

describe("GET /customers/{id}/health", () => {
  it("says what costs points, worst first, what is missing and what forces the tier", async () => {
    const { status, body } = await api.get("/customers/1/health");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      score: 75,
      tier: "critical",
      forcedBy: "calls",
      forcedText: "2 calls in 14 days",
      confidence: 0.9,
      callsInWindow: 2,
      missing: [{ component: "tutor_consistency", weight: 10 }],
      flags: [{ code: "calls", text: "2 calls in 14 days", since: new Date(daysAgo(1)).toISOString() }],
      limits: { criticalUpTo: 40, atRiskUpTo: 70, healthyUpTo: 85 },
    });
    expect(body.reasons[0]).toMatchObject({ component: "velocity", score: 46, weight: 25 });
    expect(body.reasons[1].text).toBe("2 calls in the last 14 days (billing, tutor_complaint)");
    const lost = body.reasons.reduce((sum: number, { points }: { points: number }) => sum + points, 0);
    expect(lost).toBeCloseTo((25 * 54 + 20 * 60) / 90, 6);
  });

  it("says up to when it is right", async () => {
    const read = async () => (await api.get("/customers/1/health")).body;
    const pass = async (asOf: Date) => {
      await sql`insert into health_passes (kind, as_of, started_at, duration_ms, computed, changed)
        values ('incremental', ${asOf}, ${asOf}, 12, 3, 1)`.execute(owner);
    };
    // The customer's records changed after the last pass over all.
    const { computedAt, checkedAt } = await read();
    expect(checkedAt).toBe(computedAt);
    await pass(new Date(Date.parse(computedAt) - 60_000));
    expect((await read()).checkedAt).toBe(computedAt);
    const later = new Date(Date.parse(computedAt) + 60_000);
    await pass(later);
    expect((await read()).checkedAt).toBe(later.toISOString());
  });

  it("has nothing to say of customers without a score but why", async () => {
    expect((await api.get("/customers/2/health")).body).toMatchObject({
      score: null,
      computedAt: null,
      reasons: [],
    });
    expect((await api.get("/customers/3/health")).body).toMatchObject({
      score: null,
      unscoredReason: "closed",
    });
  });

  it("is not there for customers that the viewer may not see", async () => {
    expect((await api.get("/customers/1/health", viewerOf({ customerIds: [2] }))).status).toBe(404);
    expect((await api.get("/customers/9/health/history")).status).toBe(404);
  });
});

describe("GET /customers/{id}/health/history", () => {
  it("gives changes newest first with the score before and the records behind", async () => {
    const { body } = await api.get("/customers/1/health/history?days=90");
    expect(body.total).toBe(3);
    expect(
      body.data.map(({ score, previousScore }: Record<string, number>) => [score, previousScore]),
    ).toEqual([
      [75, 82],
      [82, 90],
      [90, 95],
    ]);
    expect(body.data[0]).toMatchObject({
      isReconstructed: false,
      causes: [{ points: -7.5, records: [{ resource: "calls", id: 1 }] }],
    });
    expect(body.data[2].isReconstructed).toBe(true);
  });

  it("pages by cursor", async () => {
    const first = await api.get("/customers/1/health/history?pageSize=2");
    const second = await api.get(`/customers/1/health/history?pageSize=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ nextCursor: null, data: [{ score: 90 }] });
  });
});

describe("GET /customers/{id}/health/changes", () => {
  const between = (from: number, to: number) =>
    `/customers/1/health/changes?from=${new Date(daysAgo(from)).toISOString()}&to=${new Date(daysAgo(to)).toISOString()}`;

  it("says what moved the score, adding up, and when somebody was last in contact", async () => {
    const { status, body } = await api.get(between(10, 0));
    expect(status).toBe(200);
    expect(body).toMatchObject({ scoreFrom: 90, scoreTo: 75, points: -15, changes: 2, lastContactAt: null });
    const total = body.parts.reduce((sum: number, { points }: { points: number }) => sum + points, 0);
    expect(total).toBe(-15);
  });

  it("knows no score from before the first", async () => {
    expect((await api.get(between(200, 50))).body).toMatchObject({
      scoreFrom: null,
      scoreTo: 95,
      points: null,
      text: "95 of 100; there was no score before",
    });
  });

  it("wants a stretch that ends after it begins, of a customer that may be seen", async () => {
    expect((await api.get(between(1, 5))).status).toBe(400);
    expect((await api.get("/customers/1/health/changes?from=yesterday")).status).toBe(400);
    expect((await api.get(between(10, 0), viewerOf({ customerIds: [2] }))).status).toBe(404);
    expect((await api.get(between(10, 0), null)).status).toBe(401);
  });
});
