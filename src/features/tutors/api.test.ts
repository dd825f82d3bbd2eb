import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { insertCustomers, insertSessions } from "#test/builders/customer-records.ts";
import { insertTutors, insertWeeks, slippingFlag } from "#test/builders/tutor-measures.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { tutorsApi } from "./api.ts";
import { tierInSql } from "./list-queries.ts";
import { tierOf } from "./weights.ts";

const now = new Date("2026-03-04T12:00:00Z");
/** Raised within the last day, unlike the other. */
const underperformingFlag = {
  ...slippingFlag,
  code: "underperforming",
  certainty: 0.83,
  raisedAt: "2026-03-04T09:00:00.000Z",
  evidence: { ...slippingFlag.evidence, drop: null },
};
const slipping = { ...slippingFlag, raisedAt: "2026-03-02T08:00:00.000Z" };
let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  api = apiUnderTest({ db: web, now, routes: tutorsApi });
  await insertTutors(owner, [
    {
      id: 1,
      name: "Tova Tutor",
      subjects: ["algebra", "latin"],
      measures: {
        firstRated: 20,
        firstSuccesses: 11,
        shrunken: 0.62,
        raised: ["needs_coaching"],
        flags: [slipping],
        change: -0.3,
      },
    },
    {
      id: 2,
      name: "Ben Best",
      subjects: ["algebra"],
      measures: { rank: 1, percentile: 0.95, badge: "first", shrunken: 0.95 },
    },
    {
      id: 3,
      name: "Bea Best",
      subjects: ["latin"],
      measures: { rank: 1, percentile: 0.95, badge: "first", shrunken: 0.95 },
    },
    {
      id: 4,
      name: "Stan Steady",
      measures: { rank: 3, percentile: 0.5, shrunken: 0.8, rating: null, change: 0.1 },
    },
    { id: 5, name: "Nora New" },
    {
      id: 6,
      name: "Una Under",
      measures: { raised: ["underperforming"], flags: [underperformingFlag], shrunken: 0.5, change: -0.1 },
    },
    {
      id: 7,
      name: "Dan Departed",
      status: "departed",
      measures: { rank: 2, percentile: 0.9, raised: ["needs_coaching"], flags: [slipping] },
    },
  ]);
  await insertWeeks(owner, 1, [
    { startsOn: "2026-03-02", rated: 2, successes: 0 },
    { startsOn: "2026-02-23", rated: 4, successes: 2 },
    { startsOn: "2025-12-29", rated: 5, successes: 5 },
  ]);
  await insertCustomers(owner, [{ id: 1, name: "Ada Lovelace" }, { id: 2 }]);
  await insertSessions(owner, [
    { id: 1, customerId: 1, at: "2026-02-01T10:00:00Z", rating: 5 },
    { id: 2, customerId: 1, at: "2026-02-08T10:00:00Z", rating: 3.5 },
    { id: 3, customerId: 2, at: "2026-02-09T10:00:00Z", rating: 4 },
    { id: 4, customerId: 2, at: "2026-03-05T10:00:00Z", status: "scheduled" },
  ]);
  await sql`insert into tutor_subject_performance (tutor_id, subject_code, first_sessions_rated, first_session_successes,
      first_expected, sessions, rated, rating_sum, benchmark, certainty_below_benchmark, standing, computed_at)
    values (1, 'latin', 12, 5, 9.6, 20, 18, 70, 0.81, 0.98, 'weakness', now()),
      (1, 'algebra', 8, 6, 6.4, 20, 18, 80, 0.8, 0.55, 'usual', now())`.execute(owner);
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

type Item = { id: number };
const idsOf = (body: { data: Item[] }) => body.data.map(({ id }) => id);

describe("GET /tutors", () => {
  it("lists the least success first, tutors without measures last, departed ones not at all", async () => {
    const { status, body } = await api.get("/tutors");
    expect(status).toBe(200);
    expect(idsOf(body)).toEqual([6, 1, 4, 2, 3, 5]);
    expect(body.total).toBe(6);
    expect(body.counts).toEqual({
      tiers: { critical: 1, needs_improvement: 1, top: 2, steady: 1, not_ranked: 1 },
      flags: { underperforming: 1, needs_coaching: 1, high_cancellation: 0 },
      statuses: { active: 6, on_leave: 0, departed: 1 },
    });
    expect(body.data[1]).toMatchObject({
      name: "Tova Tutor",
      tier: "needs_improvement",
      success: { rate: 0.55 },
      expectedSuccess: 0.8,
      trend: { measure: "success", direction: "declining", change: -0.3 },
      flags: [{ code: "needs_coaching", certainty: 0.97, droppedOn: "2026-10-12" }],
    });
  });

  it.each([
    ["name", "asc", [3, 2, 5, 4, 1, 6]],
    ["shrunken_success", "desc", [3, 2, 4, 1, 6, 5]],
    ["rating", "asc", [1, 2, 3, 6, 4, 5]],
    ["trend", "asc", [1, 6, 4, 2, 3, 5]],
    ["utilisation", "desc", [6, 4, 3, 2, 1, 5]],
  ])("pages forwards and back in the order of %s %s", async (sort, direction, order) => {
    const path = `/tutors?sort=${sort}&direction=${direction}&pageSize=2`;
    const seen: number[][] = [];
    let { body } = await api.get(path);
    seen.push(idsOf(body));
    while (body.nextCursor) {
      ({ body } = await api.get(`${path}&cursor=${body.nextCursor}`));
      seen.push(idsOf(body));
    }
    expect(seen.flat()).toEqual(order);
    const back: number[][] = [idsOf(body)];
    while (body.previousCursor) {
      ({ body } = await api.get(`${path}&cursor=${body.previousCursor}`));
      back.unshift(idsOf(body));
      expect(body.offset).toBe((seen.length - back.length) * 2);
    }
    expect(back).toEqual(seen);
  });

  it("filters by name or id, tier, flag, subject and status", async () => {
    expect(idsOf((await api.get("/tutors?search=best%20be")).body)).toEqual([2, 3]);
    expect(idsOf((await api.get("/tutors?search=4")).body)).toEqual([4]);
    expect(idsOf((await api.get("/tutors?tiers=critical,top")).body)).toEqual([6, 2, 3]);
    expect(idsOf((await api.get("/tutors?flag=needs_coaching")).body)).toEqual([1]);
    expect(idsOf((await api.get("/tutors?subject=latin&tiers=top")).body)).toEqual([3]);
    expect(idsOf((await api.get("/tutors?statuses=departed")).body)).toEqual([7]);
    expect((await api.get("/tutors?search=100%25")).body.total).toBe(0);
  });

  it("says which tiers there are, and refuses a foreign cursor", async () => {
    expect((await api.get("/tutors?tiers=gold")).status).toBe(400);
    expect((await api.get("/tutors?cursor=abc")).status).toBe(400);
    expect((await api.get("/tutors", null)).status).toBe(401);
  });

  it("gives each tutor the tier that its flags and rank make", async () => {
    const cases = [null, 0, 0.89, 0.9, 1].flatMap((percentile) =>
      [[], ["needs_coaching"], ["underperforming"], ["needs_coaching", "high_cancellation"]].map(
        (raisedFlags) => ({ percentile, raisedFlags }),
      ),
    );
    for (const { percentile, raisedFlags } of cases) {
      const { rows } = await sql<{ tier: string }>`select ${tierInSql} as tier
        from (select ${raisedFlags}::text[] as raised_flags, ${percentile}::double precision as percentile) as p`.execute(
        owner,
      );
      expect(rows[0]?.tier).toBe(tierOf({ percentile, raisedFlags }));
    }
  });
});

describe("GET /tutors/leaderboard", () => {
  it("lets ties share a rank, leaves departed tutors out and counts who is not ranked yet", async () => {
    const { body } = await api.get("/tutors/leaderboard");
    expect(body.data.map(({ id, rank }: { id: number; rank: number }) => [id, rank])).toEqual([
      [3, 1],
      [2, 1],
      [4, 3],
    ]);
    expect(body).toMatchObject({ ranked: 3, notRanked: 3, leastRated: 10 });
  });
});

describe("GET /tutors/flagged", () => {
  it("lists who teaches and has a raised flag, the newest first, and last those with a coaching task", async () => {
    const { status, body } = await api.get("/tutors/flagged");
    expect(status).toBe(200);
    expect(body).toMatchObject({ flagged: 2, newlyFlagged: 1, withoutTask: 2 });
    expect(body.data).toMatchObject([
      { id: 6, name: "Una Under", raisedAt: "2026-03-04T09:00:00.000Z", task: null },
      { id: 1, flags: [{ code: "needs_coaching", certainty: 0.97 }], task: null },
    ]);
    expect(body.data[0].flags[0].sentence).toContain("With 83\u00a0% certainty");

    await sql`insert into coaching_tasks (tutor_id, title, owner_id, owner_name, due_on, state, created_by, created_by_name,
        created_at, closed_by_name, closed_at)
      values (6, 'Watch', 'u1', 'Cora Coach', '2026-03-18', 'open', 'u1', 'Cora Coach', ${now}, null, null),
        (1, 'Done', 'u1', 'Cora Coach', '2026-02-18', 'done', 'u1', 'Cora Coach', ${now}, 'Cora Coach', ${now})`.execute(
      owner,
    );
    const later = (await api.get("/tutors/flagged")).body;
    expect(later).toMatchObject({ flagged: 2, withoutTask: 1 });
    expect(later.data).toMatchObject([
      { id: 1, task: null },
      { id: 6, task: { owner: "Cora Coach", dueOn: "2026-03-18" } },
    ]);
    expect((await api.get("/tutors/flagged", null)).status).toBe(401);
  });
});

describe("GET /tutors/{id}", () => {
  it("answers profile, measures of three stretches and the evidence of flags", async () => {
    const { status, body } = await api.get("/tutors/1");
    expect(status).toBe(200);
    expect(body.subjects.map(({ code }: { code: string }) => code)).toEqual(["algebra", "latin"]);
    expect(body.measures).toMatchObject([
      { stretch: "all", firstSessionsRated: 20, success: { rate: 0.55 } },
      { stretch: "12_weeks", firstSessionsRated: 11, firstSessionSuccesses: 7 },
      { stretch: "4_weeks", firstSessionsRated: 6, firstSessionSuccesses: 2 },
    ]);
    expect(body.measures[0].expectedSuccess).toBeCloseTo(0.8);
    expect(body.watched[0].sentence).toContain("since 12 October");
    expect(body.email).toBe("tutor1@example.org");
    expect((await api.get("/tutors/1", viewerOf({ role: "viewer" }))).body.email).toBeNull();
    expect((await api.get("/tutors/5")).body).toMatchObject({
      tier: "not_ranked",
      success: null,
      trend: null,
    });
    expect((await api.get("/tutors/99")).status).toBe(404);
  });

  it("answers weeks, subjects against their benchmark, and sessions with the first of each pair", async () => {
    const weeks = await api.get("/tutors/1/periods?limit=2");
    expect(weeks.body.data.map(({ startsOn }: { startsOn: string }) => startsOn)).toEqual([
      "2026-03-02",
      "2026-02-23",
    ]);
    const subjects = await api.get("/tutors/1/subjects");
    expect(subjects.body.data[0]).toMatchObject({ name: "Latin", standing: "weakness", benchmark: 0.81 });
    const sessions = await api.get("/tutors/1/sessions?pageSize=3");
    expect(
      sessions.body.data.map(({ id, isFirst }: { id: number; isFirst: boolean }) => [id, isFirst]),
    ).toEqual([
      [4, false],
      [3, true],
      [2, false],
    ]);
    expect(sessions.body.total).toBe(4);
    const more = await api.get(`/tutors/1/sessions?pageSize=3&cursor=${sessions.body.nextCursor}`);
    expect(more.body.data).toMatchObject([{ id: 1, isFirst: true, customer: "Ada Lovelace" }]);
    expect((await api.get("/tutors/99/subjects")).status).toBe(404);
  });

  it("shows sessions with those customers alone whom the viewer may see", async () => {
    const { body } = await api.get("/tutors/1/sessions", viewerOf({ customerIds: [1] }));
    expect(idsOf(body)).toEqual([2, 1]);
    expect(body.total).toBe(2);
  });
});
