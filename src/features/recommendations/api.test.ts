import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import type { Need, RecommendationRule } from "#platform/recommendations/recommendation-rule.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { emptyDemand, storeGround } from "#test/demand/demand-world.ts";
import { recommendationsApi } from "./api.ts";
import { measureRecommendations } from "./measure-recommendations.ts";
import { updateRecommendations } from "./update-recommendations.ts";

let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;
const now = new Date("2026-05-04T12:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "owner", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "web", log: silentLog });
  api = apiUnderTest({ db: web, now, routes: recommendationsApi });
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

let needs: Need[] = [];

/** A rule that finds what the test says, and closes two sessions of each. */
const rule: RecommendationRule = {
  name: "test",
  title: "Test",
  quietDays: 7,
  find: async () => needs,
  measure: async (_db, { baseline }, asOf) =>
    asOf > new Date("2026-05-10T00:00:00Z")
      ? { sessions: 2, cents: 2 * Number(baseline.cents), said: "Two were closed.", details: {} }
      : null,
};

const need = (changes: Partial<Need> = {}): Need => ({
  fingerprint: "shortage:1",
  kind: "ask_tutors",
  entity: { kind: "subject", id: "algebra" },
  episodeId: null,
  title: "Ask 3 tutors",
  reason: "Algebra is short.",
  sessions: 3,
  centsLow: 4_000,
  centsHigh: 9_000,
  priority: 100,
  confidence: 0.8,
  deadline: new Date("2026-05-05T08:00:00Z"),
  details: { cents: 2_500 },
  ...changes,
});

beforeEach(async () => {
  await emptyDemand(owner);
  await storeGround(owner, ["algebra", "geometry"], "2026-05-04T00:00:00Z");
  needs = [need()];
  await update("2026-05-04T10:00:00Z");
});

const update = async (at: string) => await updateRecommendations(owner, [rule], new Date(at));
const list = async (query = "", viewer = viewerOf()) =>
  (await api.get(`/recommendations${query}`, viewer)).body;
const anna = viewerOf({ userId: "anna", name: "Anna" });
const bert = viewerOf({ userId: "bert", name: "Bert" });

async function theOne(): Promise<number> {
  return (await list("?state=all")).data[0].id;
}

test("one need has one recommendation, kept current, not a new one every day", async () => {
  const id = await theOne();
  needs = [need({ sessions: 5, priority: 200 })];
  expect(await update("2026-05-05T10:00:00Z")).toBe(1);
  expect(await update("2026-05-06T10:00:00Z")).toBe(0);
  const { data, total, counts } = await list();
  expect(data).toMatchObject([
    {
      id,
      expectedSessions: 5,
      subject: { code: "algebra", name: "Algebra" },
      createdAt: "2026-05-04T10:00:00.000Z",
      updatedAt: "2026-05-05T10:00:00.000Z",
    },
  ]);
  expect([total, counts.open]).toEqual([1, 1]);
});

test("what has passed expires, and comes back as a new one where it comes back", async () => {
  needs = [];
  await update("2026-05-05T10:00:00Z");
  expect((await list("?state=expired")).data).toHaveLength(1);
  needs = [need()];
  await update("2026-05-06T10:00:00Z");
  expect((await list("?state=all")).total).toBe(2);
});

test("two people at once: the second is told who was first, and everything is audited", async () => {
  const id = await theOne();
  const answers = await Promise.all([
    api.post(`/recommendations/${id}/accept`, { note: "on it" }, anna),
    api.post(`/recommendations/${id}/dismiss`, { note: "not now" }, anna),
  ]);
  expect(
    answers.map(({ status }) => status).filter((status) => status === 200).length,
  ).toBeGreaterThanOrEqual(1);
  const again = await api.post(`/recommendations/${id}/accept`, {}, bert);
  expect(again.status).toBe(409);
  expect(again.body.detail).toMatch(
    /^Anna has (accepted|dismissed) this already, at 2026-05-04T12:00:00.000Z/,
  );
  const { rows } = await sql<{ actor_name: string; action: string }>`
    select actor_name, action from audit_log where entity = 'recommendation' and entity_id = ${String(id)}`.execute(
    owner,
  );
  expect(rows.length).toBeGreaterThanOrEqual(1);
  expect(new Set(rows.map(({ actor_name }) => actor_name))).toEqual(new Set(["Anna"]));
});

test("a dismissal needs a reason, and the need stays quiet for as long as its rule says", async () => {
  const id = await theOne();
  expect((await api.post(`/recommendations/${id}/dismiss`, { note: "  " }, anna)).status).toBe(400);
  expect(
    (await api.post(`/recommendations/${id}/dismiss`, { note: "They are on holiday" }, anna)).body,
  ).toMatchObject({
    state: "dismissed",
    decidedBy: "Anna",
    decisionNote: "They are on holiday",
  });
  await update("2026-05-05T10:00:00Z");
  expect((await list()).data).toEqual([]);
  await update("2026-05-12T10:00:00Z");
  expect((await list()).data).toHaveLength(1);
});

test("accepted, done by somebody else, and measured against what was expected when it was accepted", async () => {
  const id = await theOne();
  await api.post(`/recommendations/${id}/accept`, {}, anna);
  needs = [need({ details: { cents: 9_999 } })];
  await update("2026-05-05T10:00:00Z");
  const done = await api.post(`/recommendations/${id}/done`, { note: "" }, bert);
  expect(done.body).toMatchObject({ state: "done", decidedBy: "Anna", doneBy: "Bert" });
  expect(await measureRecommendations(owner, [rule], new Date("2026-05-09T10:00:00Z"))).toBe(0);
  expect(await measureRecommendations(owner, [rule], new Date("2026-05-11T10:00:00Z"))).toBe(1);
  const [row] = (await list("?state=done")).data;
  expect(row.outcome).toMatchObject({ sessions: 2, cents: 5_000, said: "Two were closed." });
  expect((await api.get("/recommendations/acceptance")).body.data).toEqual([
    {
      kind: "ask_tutors",
      decided: 1,
      accepted: 1,
      rate: 1,
      measured: 1,
      expectedSessions: 3,
      closedSessions: 2,
    },
  ]);
});

test("pages follow each other by priority, and filters hold", async () => {
  needs = [1, 2, 3].map((at) =>
    need({ fingerprint: `shortage:${at}`, priority: at * 10, kind: at === 3 ? "recruit" : "ask_tutors" }),
  );
  await update("2026-05-04T11:00:00Z");
  const first = await list("?pageSize=2");
  expect(first.data.map(({ priority }: { priority: number }) => priority)).toEqual([30, 20]);
  const second = await list(`?pageSize=2&cursor=${first.nextCursor}`);
  expect(second.data.map(({ priority }: { priority: number }) => priority)).toEqual([10]);
  expect(second.nextCursor).toBeNull();
  expect((await list("?kind=recruit")).data).toHaveLength(1);
  expect((await list("?subject=geometry")).data).toEqual([]);
});

test("nobody sees or decides about subjects of others, and viewers decide nothing", async () => {
  const id = await theOne();
  const limited = viewerOf({ subjectCodes: ["geometry"] });
  expect((await list("", limited)).data).toEqual([]);
  expect((await api.post(`/recommendations/${id}/accept`, {}, limited)).status).toBe(404);
  expect((await api.post(`/recommendations/${id}/accept`, {}, viewerOf({ role: "viewer" }))).status).toBe(
    403,
  );
  expect((await api.get("/recommendations", null)).status).toBe(401);
});
