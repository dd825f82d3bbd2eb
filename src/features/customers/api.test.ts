import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import {
  assignCustomers,
  insertAlerts,
  insertCalls,
  insertCustomers,
  insertSessions,
} from "#test/builders/customer-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { createCustomersApi } from "./api.ts";

const now = new Date("2026-03-02T12:00:00Z");
const day = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString();

const removedHealth = { score: null, tier: null, unscoredReason: "removed" as const };

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
    { id: 4, name: "Mary Somerville", removedAt: day(3), health: removedHealth },
  ]);
  await assignCustomers(owner, [{ customerId: 1, ownerId: "user-1", name: "Olga Operator" }]);
  await insertAlerts(owner, [
    { customerId: 1, severity: "warning", title: "Calls pile up", openedAt: day(1) },
    { customerId: 1, severity: "critical", title: "About to leave", state: "acknowledged", openedAt: day(2) },
    { customerId: 1, severity: "info", title: "Goal reached", openedAt: day(0) },
    {
      customerId: 1,
      severity: "critical",
      title: "No session for 21 days",
      state: "resolved",
      openedAt: day(30),
      closedAt: day(20),
    },
    { customerId: 2, severity: "info", title: "Was quiet", state: "dismissed", closedAt: day(1) },
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
      counts: { critical: 1, at_risk: 1, healthy: 0, thriving: 0, unscored: 1, removed: 1 },
    });
    const next = await api.get(`/customers?pageSize=2&cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({
      data: [{ id: 3, unscoredReason: "paused" }],
      nextCursor: null,
      offset: 2,
    });
  });

  it("shows the removed on request alone, and counts them apart", async () => {
    const { body } = await api.get("/customers?tiers=removed");
    expect(body).toMatchObject({ total: 1, data: [{ id: 4, tier: null, removedAt: day(3) }] });
    const all = await api.get("/customers?sort=name");
    expect(all.body.data.map(({ id }: { id: number }) => id)).toEqual([1, 3, 2]);
    expect((await api.get("/customers?sort=name&tiers=removed,unscored")).body.total).toBe(2);
  });

  it("knows whose customers are whose", async () => {
    const mine = await api.get("/customers?owner=me");
    expect(mine.body).toMatchObject({
      total: 1,
      data: [{ id: 1, owner: { id: "user-1", name: "Olga Operator" } }],
      counts: { critical: 1, at_risk: 0, removed: 0 },
    });
    const nobodys = await api.get("/customers?owner=nobody");
    expect(nobodys.body).toMatchObject({ total: 2, counts: { critical: 0, at_risk: 1, removed: 1 } });
    expect((await api.get("/customers?owner=me", viewerOf({ userId: "user-2" }))).body.total).toBe(0);
    expect((await api.get("/customers?owner=user-1", viewerOf({ userId: "user-2" }))).body.total).toBe(1);
  });

  it("says how many alerts are open, and the gravest", async () => {
    const { body } = await api.get("/customers");
    const alertsOf = (id: number) => body.data.find((row: { id: number }) => row.id === id).alerts;
    expect(alertsOf(1)).toEqual({
      count: 3,
      severity: "critical",
      titles: ["About to leave", "Calls pile up", "Goal reached"],
    });
    expect(alertsOf(2)).toBeNull();
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

describe("GET /customers/{id}/alerts", () => {
  it("gives open ones from the gravest, then the last closed ones", async () => {
    const { body } = await api.get("/customers/1/alerts");
    expect(body.open.map(({ title }: { title: string }) => title)).toEqual([
      "About to leave",
      "Calls pile up",
      "Goal reached",
    ]);
    expect(body).toMatchObject({
      openCount: 3,
      open: [
        { severity: "critical", state: "acknowledged", suggestedAction: "Call the customer today." },
        {},
        {},
      ],
      closed: [{ title: "No session for 21 days", state: "resolved", closedAt: day(20) }],
    });
  });

  it("hides the alerts of customers whom somebody may not see", async () => {
    const limited = viewerOf({ customerIds: [2] });
    expect((await api.get("/customers/1/alerts", limited)).status).toBe(404);
    expect((await api.get("/customers", limited)).body.data).toMatchObject([{ id: 2, alerts: null }]);
    const seen = await asViewer(
      web,
      limited,
      async (trx) => await trx.selectFrom("alerts").selectAll().execute(),
    );
    expect(seen.map(({ customer_id }) => customer_id)).toEqual([2]);
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

  it("pages through sessions of the very same instant without losing one", async () => {
    const at = day(100);
    await insertSessions(
      owner,
      Array.from({ length: 7 }, (_, index) => ({ id: 201 + index, customerId: 2, at })),
    );
    const ids: number[] = [];
    let query = "";
    do {
      const { body } = await api.get(`/customers/2/sessions?pageSize=3${query}`);
      ids.push(...body.data.map(({ id }: { id: number }) => id));
      query = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
    } while (query !== "");
    expect(ids).toEqual([207, 206, 205, 204, 203, 202, 201]);
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
