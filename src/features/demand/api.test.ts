import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { hourMs } from "#domain/forecasting/hour-slots.ts";
import { apiUnderTest, silentLog as log, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { storeDemandWorld, worldEnd } from "#test/demand/past-demand.ts";
import { measureAccuracy } from "./accuracy/measure-accuracy.ts";
import { createDemandApi } from "./api.ts";
import { runForecast } from "./forecast/run-forecast.ts";
import { updateDemand } from "./jobs.ts";

const businessTimezone = "America/Chicago";
const hour = (n: number) => new Date(worldEnd.getTime() + n * hourMs);
const now = new Date(worldEnd.getTime() + 20 * 60_000);
let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;
const queued: unknown[] = [];
const reader = viewerOf({ role: "viewer", userId: "reader", name: "Rita Reader" });
const admin = viewerOf({ role: "admin", userId: "admin", name: "Adam Admin" });
const ofLatin = viewerOf({ role: "viewer", userId: "latin", subjectCodes: ["latin"] });
const ctx = () => ({ db: owner, log, signal: new AbortController().signal, progress: async () => undefined });

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log });
  web = createDatabase({ url: database.webUrl, name: "test", log });
  const queue = {
    enqueue: async (_job: unknown, input: unknown) => {
      queued.push(input);
      return "job-1";
    },
    counts: async () => ({}) as never,
  };
  api = apiUnderTest({ db: web, now: () => now, routes: createDemandApi(() => businessTimezone), queue });
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

it("says so while there is nothing to forecast from", async () => {
  const { status, body } = await api.get("/demand/subjects", viewerOf({ subjectCodes: ["none"] }));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ground: { madeAt: null, sessionsKnownUntil: null },
    data: [],
    all: { hours: 0 },
  });
});

describe("with a forecast", () => {
  beforeAll(async () => {
    await storeDemandWorld(owner);
    // A day and a half ago, so that there is something to compare with what came.
    await runForecast(ctx(), { kind: "manual", reason: null, asOf: hour(-36), businessTimezone });
    await updateDemand(ctx(), { run: "daily", reason: null, asOf: now, businessTimezone });
    await measureAccuracy(owner, { asOf: now, businessTimezone, days: 3 });
  }, 240_000);

  it("sums up the next seven days by subject", async () => {
    const { body } = await api.get("/demand/subjects");
    expect(body.data.map(({ code }: { code: string }) => code).sort()).toEqual(["algebra", "latin", "new"]);
    const algebra = body.data.find(({ code }: { code: string }) => code === "algebra");
    expect(algebra).toMatchObject({ hours: 168, category: "maths", model: { chosenBy: "selection" } });
    expect(algebra.timeline.states).toHaveLength(168);
    expect(algebra.expectedLower).toBeLessThan(algebra.expected);
    expect(algebra.expectedUpper).toBeGreaterThan(algebra.expected);
    const parts = body.data.reduce((sum: number, one: { expected: number }) => sum + one.expected, 0);
    expect(body.all.expected).toBeCloseTo(parts, 6);
    expect(body.ground).toMatchObject({ madeAt: now.toISOString(), businessTimezone });
  });

  it("tells hours that were from those that are expected", async () => {
    const { body } = await api.get("/demand/subjects/algebra/hours?historyDays=2");
    expect(body.history).toHaveLength(48);
    expect(body.outlook).toHaveLength(168);
    expect(body.outlook[0].hour).toBe(hour(1).toISOString());
    const { rows } = await sql<{
      booked: number;
    }>`select coalesce(sum(booked), 0)::int as booked from demand_hour_rollups
      where subject_code = 'algebra' and hour >= ${hour(-48)} and hour < ${hour(0)}`.execute(owner);
    const booked = body.history.reduce((sum: number, one: { booked: number }) => sum + one.booked, 0);
    expect(booked).toBe(rows[0]?.booked);
    expect(body.history.at(-30).forecast).toMatchObject({ mean: expect.any(Number) });
    const all = (await api.get("/demand/subjects/all/hours?historyDays=1")).body;
    expect(all.outlook[5].mean).toBeGreaterThan(body.outlook[5].mean);
    expect((await api.get("/demand/subjects/greek/hours")).status).toBe(404);
  });

  it("explains an hour by parts that multiply to it, and what changed since the run before", async () => {
    const at = hour(30).toISOString();
    const { status, body } = await api.get(`/demand/subjects/algebra/hours/${at}/explanation`);
    expect(status).toBe(200);
    expect(body.parts.at(-1).mean).toBeCloseTo(body.hour.mean, 6);
    const product = body.parts.reduce((mean: number, { factor }: { factor: number }) => mean * factor, 1);
    expect(product).toBeCloseTo(body.hour.mean, 6);
    expect(body.nearestWeeks[0].hour).toBe(hour(30 - 168).toISOString());
    expect(body.difference.previousMadeAt).toBe(hour(-36).toISOString());
    const caused = body.difference.causes.reduce(
      (sum: number, one: { sessions: number }) => sum + one.sessions,
      0,
    );
    expect(caused).toBeCloseTo(body.difference.change, 1);
    expect((await api.get(`/demand/subjects/all/hours/${at}/explanation`)).status).toBe(200);
    const past = hour(-5).toISOString();
    expect((await api.get(`/demand/subjects/algebra/hours/${past}/explanation`)).status).toBe(404);
  });

  it("compares forecasts with what came, the same however often it is measured", async () => {
    const before = (await api.get("/demand/accuracy?subject=algebra&days=7")).body;
    await measureAccuracy(owner, { asOf: now, businessTimezone, days: 3 });
    const { body } = await api.get("/demand/accuracy?subject=algebra&days=7");
    expect(body).toEqual(before);
    // The last day before the run is a day ahead, what followed is two.
    const { rows } = await sql<{ hours: number; actual: number; error: number }>`
      select count(*)::int as hours, sum(coalesce(came.booked, 0))::int as actual,
        sum(abs(coalesce(came.booked, 0) - demand_median)) as error
      from supply_demand_forecasts as made left join demand_hour_rollups as came using (subject_code, hour)
      where subject_code = 'algebra' and made_at = ${hour(-36)} and hour <= ${hour(-12)}`.execute(owner);
    const [expected] = rows;
    expect(body.all).toMatchObject({ hours: expected?.hours, actual: expected?.actual });
    expect(body.all.wape).toBeCloseTo((expected?.error ?? 0) / (expected?.actual ?? 1), 9);
    expect(body.byDistance.map(({ distanceDays }: { distanceDays: number }) => distanceDays)).toEqual([1, 2]);
    expect(body.bySubject.map(({ code }: { code: string }) => code)).toEqual(["algebra"]);
  });

  it("lets people override a forecast, and end that", async () => {
    const override = {
      code: "algebra",
      from: hour(20).toISOString(),
      to: hour(22).toISOString(),
      kind: "set",
      amount: 30,
      reason: "open day",
    };
    const added = await api.post("/demand/overrides", override);
    expect(added).toMatchObject({
      status: 201,
      body: { state: "coming", createdBy: "Olga Operator", effect: null },
    });
    expect(queued).toEqual([{}]);
    await updateDemand(ctx(), { run: null, reason: null, asOf: now, businessTimezone });
    const list = (await api.get("/demand/overrides")).body;
    expect(list).toMatchObject({ total: 1, nextCursor: null, data: [{ effect: { expected: 60 } }] });
    const path = `/demand/overrides/${added.body.id}/end`;
    expect((await api.post(path, {})).body).toMatchObject({ state: "ended", endedBy: "Olga Operator" });
    expect((await api.post(path, {})).status).toBe(409);
    expect((await api.post("/demand/overrides/99/end", {})).status).toBe(404);
    expect((await api.post("/demand/overrides", { ...override, code: "greek" })).status).toBe(404);
    expect((await api.post("/demand/overrides", { ...override, code: "all" })).status).toBe(400);
    expect((await api.post("/demand/overrides", { ...override, reason: "" })).status).toBe(400);
    const over = { ...override, from: hour(-3).toISOString(), to: hour(-2).toISOString() };
    expect((await api.post("/demand/overrides", over)).status).toBe(400);
  });

  it("marks hours out of the ordinary and takes that back", async () => {
    const hours = {
      code: "algebra",
      from: hour(-30).toISOString(),
      to: hour(-27).toISOString(),
      reason: "a fair",
    };
    expect((await api.post("/demand/outliers/mark", { ...hours, weight: 0.2 })).body).toEqual({ hours: 3 });
    const { body } = await api.get("/demand/outliers?subject=algebra");
    expect(body.data[0]).toMatchObject({ weight: 0.2, isMarkedByHand: true, markedBy: "Olga Operator" });
    const shown = (await api.get("/demand/subjects/algebra/hours?historyDays=2")).body.history;
    expect(shown.filter(({ outlier }: { outlier: unknown }) => outlier !== null)).toHaveLength(3);
    await api.post("/demand/outliers/unmark", hours);
    expect((await api.get("/demand/outliers?subject=algebra")).body.data[0].weight).toBe(1);
    const ahead = { ...hours, from: hour(5).toISOString(), to: hour(6).toISOString(), weight: 0 };
    expect((await api.post("/demand/outliers/mark", ahead)).status).toBe(400);
  });

  it("lists versions and runs, and puts an older version back into service", async () => {
    const versions = (await api.get("/demand/models")).body;
    expect(versions.data[0]).toMatchObject({ code: "all", isServing: true });
    await sql`insert into forecast_models (subject_code, kind, parameters, trained_from, trained_to, created_at)
      values (null, 'shrunken-rates', '{}', ${hour(-900)}, ${hour(-100)}, ${hour(-100)})`.execute(owner);
    const [older] = (await api.get("/demand/models?subject=all")).body.data;
    expect((await api.post(`/demand/models/${older.id}/serve`, { reason: "it was better" })).status).toBe(
      403,
    );
    const served = await api.post(`/demand/models/${older.id}/serve`, { reason: "it was better" }, admin);
    expect(served.body).toMatchObject({ isServing: true, chosenBy: "Adam Admin", kind: "shrunken-rates" });
    expect(
      (await api.post(`/demand/models/${older.id}/serve`, { reason: "it was better" }, admin)).status,
    ).toBe(409);
    const serving = (await api.get("/demand/models?serving=only")).body.data;
    expect(serving).toHaveLength(1);
    const runs = (await api.get("/demand/runs?pageSize=1")).body;
    expect(runs).toMatchObject({
      total: 2,
      data: [{ kind: "daily", madeAt: now.toISOString(), subjects: 3 }],
    });
    const next = (await api.get(`/demand/runs?pageSize=1&cursor=${runs.nextCursor}`)).body;
    expect(next).toMatchObject({ nextCursor: null, data: [{ kind: "manual" }] });
    const asked = await api.post("/demand/runs", { reason: "a new term begins" });
    expect(asked).toMatchObject({ status: 202, body: { jobId: "job-1" } });
    expect(queued.at(-1)).toEqual({ run: "manual", reason: "a new term begins" });
  });

  it("shows a limited viewer those subjects alone, and all of them as all", async () => {
    const { body } = await api.get("/demand/subjects", ofLatin);
    expect(body.data.map(({ code }: { code: string }) => code)).toEqual(["latin"]);
    expect(body.all.expected).toBeCloseTo(body.data[0].expected, 9);
    expect((await api.get("/demand/subjects/algebra/hours", ofLatin)).status).toBe(404);
    const [mine, whole] = [
      (await api.get("/demand/subjects/all/hours?historyDays=2", ofLatin)).body,
      (await api.get("/demand/subjects/latin/hours?historyDays=2")).body,
    ];
    expect(mine.history).toEqual(whole.history);
    expect(
      (await api.get("/demand/accuracy", ofLatin)).body.bySubject.map(({ code }: { code: string }) => code),
    ).toEqual(["latin"]);
    expect((await api.get("/demand/overrides?state=all", ofLatin)).body.total).toBe(0);
    expect((await api.get("/demand/utilisation", ofLatin)).body.data).toHaveLength(1);
    expect((await api.get("/demand/episodes", ofLatin)).status).toBe(200);
  });

  it("lets viewers decide nothing", async () => {
    for (const [path, body] of [
      ["/demand/overrides", {}],
      ["/demand/overrides/1/end", {}],
      ["/demand/outliers/mark", {}],
      ["/demand/outliers/unmark", {}],
      ["/demand/runs", {}],
    ] as const)
      expect((await api.post(path, body, reader)).status, path).toBe(403);
    const settings = (await api.get("/demand/settings", reader)).body;
    expect((await api.post("/demand/settings", { value: settings.value })).status).toBe(403);
    const saved = await api.post(
      "/demand/settings",
      { value: { ...settings.value, targetMape: 0.25 } },
      admin,
    );
    expect(saved.body).toMatchObject({ version: settings.version + 1, value: { targetMape: 0.25 } });
  });
});
