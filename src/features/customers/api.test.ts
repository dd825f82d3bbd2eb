import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { insertCalls, insertCustomers, insertSessions } from "#test/builders/customer-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { createCustomersApi } from "./api.ts";

const now = new Date("2026-03-02T12:00:00Z");
const day = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString();

let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  const explanation = {
    reasons: [
      {
        component: "inbound_calls" as const,
        points: 12,
        score: 40,
        weight: 20,
        text: "2 calls in the last 14 days",
      },
    ],
    missing: [],
    flags: [],
    forcedText: "2 calls in 14 days",
    callsInWindow: 2,
  };
  const routes = createCustomersApi(async (_trx, rows) => rows.map(() => explanation));
  api = apiUnderTest({ db: web, now, routes });
  await insertCustomers(owner, [
    {
      id: 1,
      name: "Ada Lovelace",
      health: { score: 88, tier: "critical", forcedBy: "calls", lastSessionAt: day(1) },
    },
    { id: 2, name: "Grace Hopper", health: { score: 64, tier: "at_risk" } },
    { id: 3, name: "Alan Turing", status: "paused", health: { score: null, tier: null } },
  ]);
  await insertSessions(owner, [
    ...Array.from({ length: 12 }, (_, index) => ({
      id: index + 1,
      customerId: 1,
      at: day(index + 1),
      rating: 5,
    })),
    { id: 50, customerId: 1, at: day(-2), status: "scheduled" as const },
    { id: 51, customerId: 1, at: day(3), deletedAt: day(1) },
    { id: 60, customerId: 1, at: day(4), subject: "latin" },
    // Booked tomorrow: not known yet.
    { id: 70, customerId: 1, at: day(-4), status: "scheduled" as const },
  ]);
  await insertCalls(owner, [
    { id: 1, customerId: 1, at: day(2), reason: "billing" },
    { id: 2, customerId: 1, at: day(5), reason: "grumbling" },
  ]);
  await sql`insert into goals (customer_id, goal_id, position, title, subject_code, is_primary, target_date, created_at)
    values (1, 9, 0, 'Pass the exam', 'algebra', true, '2026-06-01', ${day(90)})`.execute(owner);
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

describe("GET /customers", () => {
  it("lists the worst score first with counts, reasons and a cursor", async () => {
    const { status, body } = await api.get("/customers?pageSize=2");
    expect(status).toBe(200);
    expect(body.data.map(({ id }: { id: number }) => id)).toEqual([2, 1]);
    expect(body.data[1]).toMatchObject({
      name: "Ada Lovelace",
      score: 88,
      tier: "critical",
      forcedBy: "calls",
      forcedText: "2 calls in 14 days",
      why: "2 calls in the last 14 days",
      callsInWindow: 2,
      monthlySpendCents: 12_000,
      lastSessionAt: day(1),
    });
    expect(body).toMatchObject({
      total: 3,
      offset: 0,
      previousCursor: null,
      counts: { critical: 1, at_risk: 1, healthy: 0, thriving: 0, unscored: 1 },
    });
    const next = await api.get(`/customers?pageSize=2&cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({
      data: [{ id: 3, unscoredReason: "paused" }],
      nextCursor: null,
      offset: 2,
    });
  });

  it.each([
    ["tiers=critical,terrible", "tiers"],
    ["sort=luck", "sort"],
    ["pageSize=0", "pageSize"],
    ["cursor=x", "cursor"],
  ])("refuses %s and says what is wrong", async (query, word) => {
    const { status, body } = await api.get(`/customers?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: "invalid_input", status: 400 });
    expect(body.detail).toContain(word);
  });
});

describe("GET /customers/{id}", () => {
  it("gives profile, goals and health", async () => {
    const { body } = await api.get("/customers/1");
    expect(body).toMatchObject({
      id: 1,
      email: "customer1@example.org",
      phone: "+1 555 010 4567",
      isMasked: false,
      plan: "standard",
      goals: [
        { id: 9, title: "Pass the exam", subject: "Algebra", targetDate: "2026-06-01", completedAt: null },
      ],
    });
  });

  it("cuts personal data short for viewers", async () => {
    const { body } = await api.get("/customers/1", viewerOf({ role: "viewer" }));
    expect(body).toMatchObject({ email: "c•••@example.org", phone: "••• 4567", isMasked: true });
  });

  it.each(["/customers/99", "/customers/99/sessions", "/customers/99/calls"])(
    "%s: 404 as a problem",
    async (path) => {
      const { status, body } = await api.get(path);
      expect(status).toBe(404);
      expect(body).toMatchObject({ code: "not_found", instance: `/api/v1${path}` });
      expect(body.detail).toContain("99");
    },
  );

  it("does not tell a limited viewer whether another customer exists", async () => {
    const limited = viewerOf({ customerIds: [2] });
    expect((await api.get("/customers/1", limited)).status).toBe(404);
    expect((await api.get("/customers/1/sessions", limited)).status).toBe(404);
    expect((await api.get("/customers/2", limited)).status).toBe(200);
  });

  it("needs somebody to be signed in", async () => {
    for (const path of ["/customers", "/customers/1", "/customers/1/sessions", "/customers/1/calls"]) {
      expect((await api.get(path, null)).status).toBe(401);
    }
  });
});

describe("GET /customers/{id}/sessions and /calls", () => {
  it("pages from booked to oldest, without the deleted", async () => {
    const ids: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await api.get(`/customers/1/sessions?pageSize=5${query}`);
      expect(body.total).toBe(14);
      ids.push(...body.data.map(({ id }: { id: number }) => id));
      cursor = body.nextCursor;
    }
    expect(ids).toEqual([50, 1, 2, 3, 60, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("shows only sessions of the subjects that a viewer may see", async () => {
    const { body } = await api.get("/customers/1/sessions", viewerOf({ subjectCodes: ["latin"] }));
    expect(body).toMatchObject({ total: 1, data: [{ id: 60, tutor: "Tova Tutor", subject: "Latin" }] });
  });

  it("gives calls with the reason that counts and the one that came", async () => {
    const { body } = await api.get("/customers/1/calls");
    expect(body).toMatchObject({
      total: 2,
      nextCursor: null,
      data: [
        { id: 1, reason: "billing", durationSeconds: 240 },
        { id: 2, reason: "other", reasonCode: "grumbling" },
      ],
    });
  });
});
