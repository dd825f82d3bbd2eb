import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { insertSubjects } from "#test/builders/demand-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { defaultDemandSettings } from "../weights.ts";
import { watchAccuracy } from "./watch-accuracy.ts";

const limits = defaultDemandSettings.monitoring;
const asOf = new Date("2026-05-15T09:00:00Z");
const later = new Date("2026-05-16T09:00:00Z");
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
  await insertSubjects(db, [{ code: "algebra" }, { code: "latin" }, { code: "greek" }]);
  await sql`insert into forecast_models (kind, parameters, trained_from, trained_to) values ('x', '{}', '2026-01-01', '2026-03-01')`.execute(
    db,
  );
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

beforeEach(async () => {
  await sql`truncate forecast_accuracy, forecast_conditions`.execute(db);
});

type Day = { error?: number; covered?: number; day?: string; distance?: number; hours?: number };

/** A week of a subject: a hundred sessions, of which chance alone misses twenty, and 168 hours of which an exact law covers 160. */
async function store(subject: string, { error = 20, covered = 160, ...own }: Day = {}): Promise<void> {
  const { day = "2026-05-14", distance = 1, hours = 168 } = own;
  await sql`insert into forecast_accuracy (subject_code, model_id, day, distance_days, hours, actual_sum, forecast_sum,
      absolute_error_sum, floor_error_sum, deviance_sum, covered_hours, width_sum, exact_covered_sum)
    values (${subject}, 1, ${day}, ${distance}, ${hours}, 100, 100, ${error}, 20, 0, ${covered}, 0, ${(160 / 168) * hours})`.execute(
    db,
  );
}

async function conditions() {
  const { rows } = await sql<{ code: string; is_below: boolean; since: Date | null; note: string | null }>`
    select subject_code as code, is_below, since, note from forecast_conditions order by subject_code`.execute(
    db,
  );
  return rows;
}

it("names the subjects that are forecast worse than their threshold, and why", async () => {
  await store("algebra", { error: 30 });
  await store("greek", { covered: 130 });
  await store("latin");
  expect((await watchAccuracy(db, asOf, limits)).sort()).toEqual(["algebra", "greek"]);
  expect(await conditions()).toEqual([
    {
      code: "algebra",
      is_below: true,
      since: asOf,
      note: "the error is 1.50 times what chance alone would make",
    },
    {
      code: "greek",
      is_below: true,
      since: asOf,
      note: "77 % of hours lay within the 95 % limits where 95 % should",
    },
    { code: "latin", is_below: false, since: null, note: null },
  ]);
});

it("adds up the days that it looks at, a day ahead alone", async () => {
  // Bad, but long ago, or farther ahead.
  await store("algebra", { error: 90, day: "2026-04-30" });
  await store("algebra", { error: 90, distance: 2 });
  await store("algebra", { error: 20 });
  // Bad on one day, and good enough over the days together.
  await store("latin", { error: 33, day: "2026-05-10" });
  await store("latin", { error: 20 });
  expect(await watchAccuracy(db, asOf, limits)).toEqual([]);
  expect((await conditions()).map(({ code }) => code)).toEqual(["algebra", "latin"]);
});

it("says nothing of a subject of which too little is known", async () => {
  await store("algebra", { error: 90, hours: limits.leastHours - 1, covered: 20 });
  expect(await watchAccuracy(db, asOf, limits)).toEqual([]);
  expect(await conditions()).toMatchObject([{ code: "algebra", is_below: false, note: null }]);
});

it("keeps since when a subject is below, and forgets it when it is not any more", async () => {
  await store("algebra", { error: 40 });
  await watchAccuracy(db, asOf, limits);
  await watchAccuracy(db, later, limits);
  expect(await conditions()).toMatchObject([{ is_below: true, since: asOf }]);
  await sql`update forecast_accuracy set absolute_error_sum = 20`.execute(db);
  expect(await watchAccuracy(db, later, limits)).toEqual([]);
  expect(await conditions()).toMatchObject([{ is_below: false, since: null, note: null }]);
  await sql`update forecast_accuracy set absolute_error_sum = 40`.execute(db);
  await watchAccuracy(db, later, limits);
  expect(await conditions()).toMatchObject([{ is_below: true, since: later }]);
});
