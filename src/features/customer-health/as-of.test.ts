import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { customerWorld, worldCentreMs } from "#test/health/random-world.ts";
import { referenceHealth } from "#test/health/reference-score.ts";
import { clearWorld, storeCustomer } from "#test/health/store-world.ts";
import { type HealthListRow, healthAsOf, listHealthAsOf } from "./as-of.ts";
import { describeHealth } from "./describe.ts";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({
    url: database.ownerUrl,
    name: "test",
    log: createLog({ process: "test", level: "error" }),
  });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function list(asOfMs: number): Promise<HealthListRow[]> {
  const rows: HealthListRow[] = [];
  for await (const row of listHealthAsOf(db, new Date(asOfMs))) rows.push(row);
  return rows;
}

test("the list as of any instant is what the specification says of each customer, and stores nothing", async () => {
  const customers = fc.sample(customerWorld, { numRuns: 150, seed: 20260308 });
  await clearWorld(db);
  for (const [index, world] of customers.entries()) await storeCustomer(db, index + 1, world);
  for (const days of [-200, -31, -14, -0.5, 0, 1, 7, 21.5, 60, 400]) {
    const asOfMs = worldCentreMs + days * dayMs;
    const rows = await list(asOfMs);
    const expected = customers.flatMap((world, index) => {
      const health = referenceHealth(world, asOfMs);
      if (typeof health === "string") return [];
      const { flags: _, ...row } = health;
      return [{ customer_id: index + 1, ...row }];
    });
    expect(rows).toEqual(expected.map((row) => roundedComponents(row)));
  }
  expect(await db.selectFrom("customer_health_scores").selectAll().execute()).toEqual([]);
});

function roundedComponents<Row extends { velocity: number; tutor_consistency: number | null }>(
  row: Row,
): Row {
  const { velocity, tutor_consistency: consistency } = row;
  const rounded = (value: number) => Number(value.toFixed(6));
  return {
    ...row,
    velocity: rounded(velocity),
    tutor_consistency: consistency === null ? null : rounded(consistency),
  };
}

test("one customer is put into sentences", async () => {
  await clearWorld(db);
  const call = (days: number, reason: string) => ({
    calledAtMs: worldCentreMs - days * dayMs,
    reason,
    deletedAtMs: null,
  });
  await storeCustomer(db, 1, {
    status: "active",
    signedUpAtMs: worldCentreMs - 100 * dayMs,
    deletedAtMs: null,
    sessions: [],
    calls: [call(2, "billing"), call(1, "tutor_complaint")],
    goals: [],
  });
  const asOf = new Date(worldCentreMs);
  const { health, settings } = await healthAsOf(db, 1, asOf);
  expect(describeHealth(health, asOf, settings)).toEqual([
    "Customer 1 as of 2026-03-08T00:00:00.000Z",
    "Critical: score 18.",
    "The components that are there weigh 45 % of all.",
    "  −55.6  No completed session in the last 30 days: 0 a week against 2",
    "  −26.7  2 calls in the last 14 days (billing, tutor_complaint)",
    "  left out: No completed session yet",
    "  left out: No primary goal",
    "  left out: No completed session in the last 90 days",
    "  calls: 2 calls in 14 days, since 2026-03-07T00:00:00.000Z",
    "  lapsed: no completed session for 100 days and none booked, since 2026-01-27T00:00:00.000Z",
    "  idle: no completed session for 100 days and none booked, since 2025-12-19T00:00:00.000Z",
    "  slow_start: 0 of 3 sessions by day 7 after signup, since 2025-12-05T00:00:00.000Z",
  ]);
});

test("a customer who is not there is said in a sentence", async () => {
  await expect(healthAsOf(db, 404, new Date(worldCentreMs))).rejects.toThrow("There is no customer 404.");
});
