import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { hourMs } from "#domain/forecasting/hour-slots.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { insertSessions, noteSessionsRead, sumUpDemand } from "#test/builders/demand-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { storeDemandWorld, worldEnd } from "#test/demand/past-demand.ts";
import { updateOutlook } from "../outlook/update-outlook.ts";
import { defaultDemandSettings } from "../weights.ts";
import { makeForecast } from "./make-forecast.ts";
import { runForecast } from "./run-forecast.ts";

const businessTimezone = "America/Chicago";
const asOf = new Date(worldEnd.getTime() + 20 * 60_000);
const hour = (n: number) => new Date(worldEnd.getTime() + n * hourMs);
/** Models compute for seconds on an idle machine, and longer beside others. */
const patience = 240_000;
let database: TestDatabase;
let db: Database;
const ctx = () => ({ db, signal: new AbortController().signal, progress: async () => undefined });
const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(db)).rows;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

describe("runForecast", () => {
  it("forecasts nothing while no session is known", async () => {
    expect(await runForecast(ctx(), { kind: "daily", reason: null, asOf, businessTimezone })).toBeNull();
  });

  it(
    "tries models, forecasts every subject a week ahead, and keeps what it made",
    async () => {
      await storeDemandWorld(db);
      const run = await runForecast(ctx(), { kind: "selection", reason: "first", asOf, businessTimezone });
      expect(run).toMatchObject({ subjects: 3 });
      const [kept] = await rows(sql<
        Record<string, unknown>
      >`select kind, made_at, based_on_until, subjects, hours,
      settings_version from forecast_runs`);
      expect(kept).toEqual({
        kind: "selection",
        made_at: asOf,
        based_on_until: asOf,
        subjects: 3,
        hours: 3 * 198,
        settings_version: 1,
      });
      const asMade = await rows(sql<{ code: string; hours: number; distance: number }>`
      select subject_code as code, count(*)::int as hours, max(hour - made_at) as distance from supply_demand_forecasts
      group by 1 order by 1`);
      expect(asMade.map(({ code, hours }) => [code, hours])).toEqual([
        ["algebra", 168],
        ["latin", 168],
        ["new", 168],
      ]);
      const versions = await rows(sql<{ code: string | null; serving: boolean; tried: number }>`
      select subject_code as code, is_serving as serving, (select count(*)::int from jsonb_object_keys(scores)) as tried
      from forecast_models order by 1 nulls first`);
      expect(versions.map(({ code, serving }) => [code, serving])).toEqual([
        [null, true],
        ["algebra", true],
        ["latin", true],
        ["new", true],
      ]);
      expect(versions[0]?.tried).toBeGreaterThan(2);
    },
    patience,
  );

  it("expects about what is usual, within limits, and more of a subject with little history than nothing", async () => {
    const [sum] = await rows(sql<{ mean: number; lower: number; upper: number; booked: number }>`
      select sum(demand_mean) as mean, sum(booked)::int as booked from demand_outlook
      where subject_code = 'algebra' and hour < ${hour(169)}`);
    // Seven evenings of seven hours with five sessions each, and seventeen quiet hours with a half.
    expect(sum?.mean).toBeGreaterThan(0.85 * (7 * 7 * 5 + 7 * 17 * 0.5));
    expect(sum?.mean).toBeLessThan(1.15 * (7 * 7 * 5 + 7 * 17 * 0.5));
    expect(sum?.booked).toBeGreaterThan(0);
    const [thin] = await rows(sql<{ mean: number; basis: { ownShare: number } }>`
      select sum(demand_mean) as mean from demand_outlook where subject_code = 'new'`);
    expect(thin?.mean).toBeGreaterThan(0);
    const wrong = await rows(sql`select * from demand_outlook
      where demand_lower > demand_median or demand_median > demand_upper or demand_mean < booked`);
    expect(wrong).toEqual([]);
  });

  it(
    "says what the run before said, and goes on with the models that serve",
    async () => {
      const before = await rows(sql<{ mean: number }>`select demand_mean as mean from demand_outlook
      where hour > ${hour(2)} order by subject_code, hour limit 50`);
      await noteSessionsRead(db, hour(1.5));
      await runForecast(ctx(), { kind: "daily", reason: null, asOf: hour(1.5), businessTimezone });
      const after = await rows(sql<{ previous: number }>`select previous_mean as previous from demand_outlook
      where hour > ${hour(2)} order by subject_code, hour limit 50`);
      expect(after.map(({ previous }) => previous)).toEqual(before.map(({ mean }) => mean));
      const [versions] = await rows(
        sql<{ count: number }>`select count(*)::int as count from forecast_models`,
      );
      expect(versions?.count).toBe(4);
    },
    patience,
  );

  it(
    "gives the same when computed without storing, and as of the instant too",
    async () => {
      const request = {
        asOf: hour(1.5),
        businessTimezone,
        settings: defaultDemandSettings,
        isSelection: false,
      };
      const made = await makeForecast(ctx(), { ...request, source: "as_of" });
      const stored = await rows(sql<{ code: string; hour: Date; mean: number }>`
      select subject_code as code, hour, demand_mean as mean from demand_outlook order by subject_code, hour`);
      const computed = made?.hours.map(({ code, startMs, combined }) => ({
        code,
        hour: new Date(startMs),
        mean: combined.mean,
      }));
      expect(computed).toEqual(stored);
    },
    patience,
  );
});

describe("updateOutlook", () => {
  const meanAt = async (at: Date) =>
    (
      await rows(sql<{ mean: number; booked: number; without: number; override: number | null }>`
        select demand_mean as mean, booked, mean_without_override as without, override_id as override
        from demand_outlook where subject_code = 'algebra' and hour = ${at}`)
    )[0];

  it("leaves alone what did not change", async () => {
    const before = await rows(
      sql`select subject_code, hour, demand_mean, demand_upper, booked from demand_outlook order by subject_code, hour`,
    );
    await updateOutlook(ctx(), { asOf: hour(1.5), businessTimezone });
    const after = await rows(
      sql`select subject_code, hour, demand_mean, demand_upper, booked from demand_outlook order by subject_code, hour`,
    );
    expect(after).toEqual(before);
  });

  it("takes in what was booked since, and lets go of hours that have begun", async () => {
    const at = hour(40);
    const before = await meanAt(at);
    await insertSessions(db, [
      { subject: "algebra", hour: at, count: 9, status: "scheduled", leadHours: 38 },
    ]);
    await sumUpDemand(db);
    expect(await updateOutlook(ctx(), { asOf: hour(2.5), businessTimezone })).toBeGreaterThan(500);
    const after = await meanAt(at);
    expect(after?.booked).toBe((before?.booked ?? 0) + 9);
    expect(after?.mean).toBeGreaterThan((before?.mean ?? 0) + 4);
    const [first] = await rows(sql<{ hour: Date }>`select min(hour) as hour from demand_outlook`);
    expect(first?.hour).toEqual(hour(3));
  });

  it("keeps to what somebody decided, beside what it would have said", async () => {
    const at = hour(60);
    const before = await meanAt(at);
    await sql`insert into demand_overrides (subject_code, from_hour, to_hour, kind, amount, reason, created_by, created_by_name, created_at)
      values ('algebra', ${at}, ${hour(61)}, 'set', 40, 'open day', 'user-1', 'Olga', ${hour(2)})`.execute(
      db,
    );
    await updateOutlook(ctx(), { asOf: hour(2.5), businessTimezone });
    expect((await meanAt(at))?.mean).toBeCloseTo(40, 9);
    expect((await meanAt(at))?.without).toBeCloseTo(before?.mean ?? 0, 9);
    await sql`update demand_overrides set ended_at = ${hour(2.5)}`.execute(db);
    await updateOutlook(ctx(), { asOf: hour(2.5), businessTimezone });
    expect(await meanAt(at)).toEqual({ ...before, override: null });
  });
});
