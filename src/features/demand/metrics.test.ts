import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { insertSubjects } from "#test/builders/demand-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { demandBalance, forecastAccuracy } from "./metrics.ts";

const asOf = new Date("2026-03-05T16:20:00Z");
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
  await insertSubjects(db, [{ code: "algebra" }, { code: "latin" }]);
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const ctx = () => ({ db, businessTimezone: "America/Chicago" });

it("says that nothing is known before there is a forecast", async () => {
  const balance = await demandBalance.readAt(ctx(), asOf);
  expect(balance.value).toBeNull();
  expect(demandBalance.why(null, balance.details)).toBe("Capacity has not been worked out yet.");
  const error = await forecastAccuracy.readAt(ctx(), asOf);
  expect([error.value, error.statusValue]).toEqual([null, null]);
});

it("takes the balance of the next seven days, subjects with short hours first", async () => {
  await sql`insert into forecast_runs (kind, made_at, based_on_until, trained_from, trained_to, subjects, hours, duration_ms, settings_version)
    values ('daily', ${asOf}, ${asOf}, '2026-01-01', '2026-03-01', 2, 4, 1, 1)`.execute(db);
  await sql`insert into forecast_models (kind, parameters, trained_from, trained_to) values ('x', '{}', '2026-01-01', '2026-03-01')`.execute(
    db,
  );
  await sql`insert into demand_outlook (subject_code, hour, run_id, model_id, made_at, computed_at, demand_mean, demand_median,
      demand_lower, demand_upper, whole_mean, whole_dispersion, remainder_mean, dispersion, booked, mean_without_override,
      reference_mean, reference_lower, reference_upper, capacity, shortage_probability, expected_unserved)
    select code, at, 1, 1, ${asOf}, ${asOf}, mean, 1, 0, 9, mean, 0, mean, 0, 0, mean, 1, 0, 2, capacity, probability, unserved
    from (values ('algebra', '2026-03-05T17:00:00Z'::timestamptz, 10, 12, 0.3, 0.6), ('latin', '2026-03-06T17:00:00Z', 5, 2, 0.9, 3),
      ('latin', '2026-03-06T18:00:00Z', 0.4, 0.3, 0.3, 0.2),
      ('latin', '2026-03-05T15:00:00Z', 50, 0, 1, 50), ('latin', '2026-03-13T17:00:00Z', 50, 0, 1, 50))
      as row(code, at, mean, capacity, probability, unserved)`.execute(db);
  const { value, details } = await demandBalance.readAt(ctx(), asOf);
  expect(value).toBeCloseTo(14.3 / 15.4, 12);
  expect(details).toMatchObject({
    short: 1,
    known: 2,
    subjects: [
      { code: "latin", balance: 2.3 / 5.4, hoursShort: 1 },
      { code: "algebra", hoursShort: 0 },
    ],
  });
  expect(demandBalance.why(value, details)).toBe("1 of 2 subjects has short hours: Latin 1\u00a0h.");
});

it("takes the error of the last seven days, a day ahead, by the floor that chance sets", async () => {
  await sql`insert into forecast_accuracy (subject_code, model_id, day, distance_days, hours, actual_sum, forecast_sum,
      absolute_error_sum, floor_error_sum, deviance_sum, covered_hours, width_sum, reference_absolute_error_sum)
    values ('algebra', 1, '2026-03-04', 1, 24, 100, 100, 30, 25, 0, 23, 0, 40),
      ('latin', 1, '2026-03-04', 1, 24, 100, 100, 30, 25, 0, 23, 0, 40),
      ('latin', 1, '2026-03-04', 2, 24, 100, 100, 90, 25, 0, 23, 0, 40),
      ('latin', 1, '2026-02-20', 1, 24, 100, 100, 90, 25, 0, 23, 0, 40)`.execute(db);
  const { value, statusValue, details } = await forecastAccuracy.readAt(ctx(), asOf);
  expect(value).toBeCloseTo(0.3, 12);
  expect(statusValue).toBeCloseTo(1.2, 12);
  expect(details).toMatchObject({ floorWape: 0.25, referenceWape: 0.4, hours: 48 });
});
