import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { hourMs } from "#domain/forecasting/hour-slots.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { noteSessionsRead } from "#test/builders/demand-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { defaultDemandSettings } from "../weights.ts";
import { reasonForEarlyRun } from "./needs-early-run.ts";

const madeAt = new Date("2026-05-04T06:00:00Z");
const asOf = new Date("2026-05-05T06:10:00Z");
const { early } = defaultDemandSettings;
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

beforeEach(async () => {
  await sql`truncate subjects, forecast_runs, ingestion_runs, supply_demand_forecasts cascade`.execute(db);
  await sql`insert into subjects (subject_code, name, created_at, updated_at)
    select code, initcap(code), '2020-01-01', '2020-01-01' from unnest(array['algebra', 'latin']) as code`.execute(
    db,
  );
});

/** A run whose every hour of the next day is expected to have two sessions, one of them booked. */
async function storeRun(at: Date, expected = 2): Promise<void> {
  await sql`insert into forecast_runs (kind, made_at, based_on_until, trained_from, trained_to, subjects, hours, duration_ms,
      settings_version) values ('daily', ${at}, ${at}, '2026-01-01', ${at}, 2, 48, 1, 1)`.execute(db);
  await sql`insert into supply_demand_forecasts (subject_code, hour, made_at, model_id, demand_mean, demand_median, demand_lower,
      demand_upper, booked, remainder_mean, dispersion)
    select subject_code, hour, ${at}, 1, ${expected}, 2, 1, 9, 1, ${expected - 1}, 0
    from subjects, generate_series(${at}::timestamptz, ${at}::timestamptz + interval '23 hours', interval '1 hour') as hour`.execute(
    db,
  );
}

/** What came in each hour of a day, by subject. */
async function storeCounts(from: Date, counts: Record<string, (hour: number) => number>): Promise<void> {
  for (const [subject, countOf] of Object.entries(counts)) {
    const booked = Array.from({ length: 24 }, (_, hour) => countOf(hour));
    await sql`insert into demand_hour_rollups (subject_code, hour, booked)
      select ${subject}, ${from}::timestamptz + (place - 1) * interval '1 hour', booked
      from unnest(${booked}::int[]) with ordinality as counted (booked, place)`.execute(db);
  }
}

const reason = async (at = asOf) => await reasonForEarlyRun(db, at, early);
const twoEach = { algebra: () => 2, latin: () => 2 };

describe("an early run", () => {
  it("has no reason without a forecast, or without knowing what came", async () => {
    expect(await reason()).toBeNull();
    await storeRun(madeAt);
    expect(await reason()).toBeNull();
  });

  it("has none while what came is what was expected, or nearly", async () => {
    await storeRun(madeAt);
    await noteSessionsRead(db, asOf);
    await storeCounts(madeAt, { algebra: (hour) => 1 + (hour % 3), latin: () => 2 });
    expect(await reason()).toBeNull();
  });

  it("says what contradicts the forecast when all subjects differ, either way", async () => {
    await storeRun(madeAt);
    await noteSessionsRead(db, asOf);
    await storeCounts(madeAt, { algebra: () => 4, latin: () => 4 });
    expect(await reason()).toBe(
      "All subjects together had 192 sessions where 96 were expected; chance makes such a difference in less than one in a million of cases.",
    );
    await sql`update demand_hour_rollups set booked = 1`.execute(db);
    expect(await reason()).toMatch(/^All subjects together had 48 sessions where 96 were expected/);
  });

  it("finds the one subject that differs, where all together look as expected", async () => {
    await storeRun(madeAt);
    await noteSessionsRead(db, asOf);
    await storeCounts(madeAt, {
      algebra: (hour) => (hour < 22 ? 1 : 2),
      latin: (hour) => (hour < 22 ? 3 : 2),
    });
    expect(await reason()).toMatch(/^(algebra|latin) had \d+ sessions where 48 were expected/);
  });

  it("is not made within hours of the last one, and goes by the newest alone", async () => {
    await storeRun(madeAt);
    await noteSessionsRead(db, asOf);
    await storeCounts(madeAt, { algebra: () => 4, latin: () => 4 });
    const soon = new Date(madeAt.getTime() + (early.leastHours - 0.1) * hourMs);
    expect(await reason(soon)).toBeNull();
    // The newest expected what came: that the one before did not is nothing new.
    await storeRun(new Date(madeAt.getTime() + hourMs), 4);
    expect(await reason()).toBeNull();
  });

  it("looks at hours that are known alone", async () => {
    await storeRun(madeAt);
    await storeCounts(madeAt, { algebra: (hour) => (hour < 3 ? 2 : 0), latin: (hour) => (hour < 3 ? 2 : 0) });
    await noteSessionsRead(db, new Date(madeAt.getTime() + 3.5 * hourMs));
    expect(await reason()).toBeNull();
    await noteSessionsRead(db, asOf);
    expect(await reason()).not.toBeNull();
  });

  it("takes more to call for where days before scattered as much", async () => {
    for (let back = 12; back >= 1; back--) {
      const day = new Date(madeAt.getTime() - back * 24 * hourMs);
      await storeRun(day);
      await storeCounts(
        day,
        back % 2 === 0 ? { algebra: () => 4, latin: () => 4 } : { algebra: () => 1, latin: () => 1 },
      );
    }
    await storeRun(madeAt);
    await noteSessionsRead(db, asOf);
    await storeCounts(madeAt, { algebra: () => 3, latin: () => 3 });
    expect(await reason()).toBeNull();
    // The same with a quiet past is a contradiction.
    await sql`update demand_hour_rollups set booked = 2 where hour < ${madeAt}`.execute(db);
    expect(await reason()).toMatch(/^All subjects together had 144 sessions where 96 were expected/);
  });

  it("is not called for by chance alone: a day as expected", async () => {
    await storeRun(madeAt);
    await noteSessionsRead(db, asOf);
    await storeCounts(madeAt, twoEach);
    expect(await reason()).toBeNull();
  });
});
