import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { poissonDevianceFloor } from "#domain/forecasting/poisson-deviance-floor.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { storeDemandWorld, worldEnd } from "#test/demand/past-demand.ts";
import { defaultDemandSettings as settings } from "../weights.ts";
import { accuracyFigures } from "./accuracy-figures.ts";
import { type BookingsEvaluation, evaluateBookings } from "./evaluate-bookings.ts";

const dayMs = 86_400_000;
let database: TestDatabase;
let db: Database;
let evaluation: BookingsEvaluation;

const ctx = () => ({ db, signal: new AbortController().signal, progress: async () => undefined });
const request = { asOf: worldEnd, businessTimezone: "America/Chicago", settings, origins: 2, stepDays: 3 };

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
}, 60_000);

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

it("has nothing to tell of before sessions are known", async () => {
  expect(await evaluateBookings(ctx(), request)).toMatchObject({ origins: [], byDistance: [], sums: [] });
});

it("knows at each origin what had been booked by then, and nothing later", async () => {
  await storeDemandWorld(db);
  evaluation = await evaluateBookings(ctx(), request);
  expect(evaluation.origins).toEqual([10, 7].map((days) => new Date(worldEnd.getTime() - days * dayMs)));
  for (const { distanceDays, booked, withBookings } of evaluation.byDistance) {
    const { rows } = await sql<{ booked: number; came: number }>`
      select (count(*) filter (where created_at <= origin))::int as booked, count(*)::int as came
      from sessions, unnest(${evaluation.origins}::timestamptz[]) as origin, date_bin('1 hour', scheduled_at, 'epoch') as hour
      where (subject_code <> 'new' or origin >= ${new Date(worldEnd.getTime() - 2 * dayMs)})
        and greatest(1, ceil(extract(epoch from hour - origin) / 86400)) = ${distanceDays} and hour >= origin
        and hour < origin + interval '7 days'`.execute(db);
    expect({ booked, came: withBookings.actual_sum }).toEqual(rows[0]);
  }
}, 120_000);

it("misses less than the floor of the total once half of an hour is booked", () => {
  const figures = evaluation.byDistance.map(({ distanceDays, withBookings, withoutBookings }) => ({
    distanceDays,
    own: accuracyFigures(withBookings),
    plain: accuracyFigures(withoutBookings),
  }));
  expect(figures.map(({ distanceDays }) => distanceDays)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  // Half is booked five days before the hour.
  for (const { own, plain } of figures.slice(0, 4)) {
    expect(own.wape).toBeLessThan((plain.floorWape ?? 0) * 0.9);
    expect(own.deviance).toBeLessThan(plain.deviance ?? 0);
  }
  // Nothing is booked a week before.
  for (const { own, plain } of figures.slice(6)) expect(own.wape).toBeCloseTo(plain.wape ?? 0, 1);
});

it("adds hours up to subjects, days and weeks", () => {
  const { sums, byDistance } = evaluation;
  // Two subjects from two origins; the third came later.
  expect(sums.find(({ sum }) => sum === "the week of a series")?.sums).toBe(4);
  const hours = byDistance.reduce((sum, { withBookings }) => sum + withBookings.hours, 0);
  expect(sums.find(({ sum }) => sum === "one hour of a series")?.sums).toBe(hours);
  for (const { shared, independent } of sums) expect(shared.width).toBeGreaterThanOrEqual(independent.width);
});

it("knows the deviance that a perfect forecast would have", () => {
  // Σ p(y) 2 (y ln(y/λ) − (y − λ)), summed in Python's decimal module with 50 digits.
  expect([0.3, 1, 9].map(poissonDevianceFloor)).toEqual([
    expect.closeTo(0.8398188823, 9),
    expect.closeTo(1.1468056182, 9),
    expect.closeTo(1.021318217, 9),
  ]);
});
