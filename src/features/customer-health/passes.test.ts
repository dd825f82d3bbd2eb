import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { type CustomerWorld, customerWorld, worldCentreMs } from "#test/health/random-world.ts";
import { referenceHealth } from "#test/health/reference-score.ts";
import { clearWorld, storeCustomer } from "#test/health/store-world.ts";
import { type PassRequest, runHealthPass } from "./pass.ts";
import { readRecords } from "./read-records.ts";
import { findChanged } from "./save-health.ts";
import { defaultHealthSettings } from "./weights.ts";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  const log = createLog({ process: "test", level: "error" });
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** After `waitMs`, some customers have other records, and a pass runs. */
type Step = {
  edits: { customerId: number; world: CustomerWorld }[];
  waitMs: number;
  kind: PassRequest["kind"];
};

const customers = 3;
const hour = dayMs / 24;

const step: fc.Arbitrary<Step> = fc.record({
  edits: fc.array(fc.record({ customerId: fc.integer({ min: 1, max: customers }), world: customerWorld }), {
    maxLength: 2,
  }),
  waitMs: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(0, 1, 12 * hour, dayMs, 2 * dayMs, 3 * dayMs - 1, 7 * dayMs) },
    { weight: 2, arbitrary: fc.constantFrom(14 * dayMs, 16 * dayMs + 1, 30 * dayMs, 45 * dayMs) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 5 * dayMs }) },
    { weight: 1, arbitrary: fc.constantFrom(-1, -dayMs) },
  ),
  kind: fc.constantFrom("incremental" as const, "incremental" as const, "changes" as const),
});

async function pass(kind: PassRequest["kind"], asOfMs: number): Promise<void> {
  const nothing = async () => undefined;
  const ctx = { db, signal: new AbortController().signal, progress: nothing, keepQueue: nothing };
  await runHealthPass(ctx, { kind, asOf: new Date(asOfMs) });
}

// Thirty past instants in each run would test nothing here.
async function pretendPastIsFilled(): Promise<void> {
  await db
    .insertInto("health_passes")
    .values({
      kind: "backfill",
      as_of: new Date(0),
      started_at: new Date(0),
      duration_ms: 0,
      computed: 0,
      changed: 0,
    })
    .execute();
}

async function storedRows(): Promise<Record<string, unknown>[]> {
  const rows = await db.selectFrom("customer_health_scores").selectAll().orderBy("customer_id").execute();
  return rows.map(({ computed_at: _, ...row }) => row);
}

/** What would be written if everybody were computed from the records alone. */
async function whatFromScratchDiffers(asOfMs: number) {
  const asOf = new Date(asOfMs);
  const everyone = { fromId: 1, toId: customers };
  const scratch = { asOf, settings: defaultHealthSettings, version: 1, keepsHistory: false };
  return findChanged(await readRecords(db, everyone, asOf, defaultHealthSettings), scratch).changed;
}

test("an incremental pass leaves exactly what a full one would, and both what the specification says", async () => {
  const worlds = fc.array(customerWorld, { minLength: customers, maxLength: customers });
  const steps = fc.array(step, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(worlds, steps, async (firstWorlds, laterSteps) => {
      await clearWorld(db);
      await pretendPastIsFilled();
      const current = new Map(firstWorlds.map((world, index) => [index + 1, world]));
      for (const [id, world] of current) await storeCustomer(db, id, world);
      let asOfMs = worldCentreMs;
      await pass("full", asOfMs);
      for (const { edits, waitMs, kind } of laterSteps) {
        for (const { customerId, world } of edits) {
          await storeCustomer(db, customerId, world);
          current.set(customerId, world);
        }
        asOfMs += waitMs;
        await pass(kind, asOfMs);
        if (kind === "changes") continue;
        const left = await storedRows();
        expect(await whatFromScratchDiffers(asOfMs)).toEqual([]);
        await pass("full", asOfMs);
        expect(left).toEqual(await storedRows());
        for (const row of left) expectReference(row, current, asOfMs);
      }
    }),
    // The same worlds each time, so that a red run can be repeated; another seed looks further.
    { numRuns: 60, endOnFailure: true, seed: 869586548 },
  );
}, 180_000);

test("a row that stands although the records behind it are others is confirmed, not written", async () => {
  await clearWorld(db);
  await pretendPastIsFilled();
  for (const [index, world] of fc.sample(customerWorld, { numRuns: customers, seed: 7 }).entries()) {
    await storeCustomer(db, index + 1, world);
  }
  await pass("full", worldCentreMs);
  const everything = async () =>
    await db.selectFrom("customer_health_scores").selectAll().orderBy("customer_id").execute();
  const written = await everything();
  await sql`update customer_health_scores set records_hash = 0`.execute(db);
  await pass("full", worldCentreMs + 1);
  // The same instant is kept, and the hash of the records is back: the next pass skips whom it can.
  const confirmed = await everything();
  expect(confirmed.map(({ records_hash }) => records_hash)).not.toContain(0);
  expect(confirmed.map(({ records_hash: _, ...row }) => row)).toEqual(
    written.map(({ records_hash: _, ...row }) => row),
  );
});

test("a change of everything is a change of everyone, and is dealt with once", async () => {
  await clearWorld(db);
  await pretendPastIsFilled();
  for (const [index, world] of fc.sample(customerWorld, { numRuns: customers, seed: 5 }).entries()) {
    await storeCustomer(db, index + 1, world);
  }
  await pass("full", worldCentreMs);
  await sql`update customers set status = 'closed'`.execute(db);
  for (const resource of ["customers", "sessions"]) {
    await sql`select append_change_of_everything(${resource}, null)`.execute(db);
  }
  const fullBefore = await countFullLooks();
  await pass("changes", worldCentreMs);
  expect(await whatFromScratchDiffers(worldCentreMs)).toEqual([]);
  expect((await storedRows()).map((row) => row.unscored_reason)).not.toContain(null);
  expect(await countFullLooks()).toBe(fullBefore + 1);
  await pass("changes", worldCentreMs);
  expect(await countFullLooks()).toBe(fullBefore + 1);
});

/** Passes that looked at somebody. */
async function countFullLooks(): Promise<number> {
  const { looks } = await db
    .selectFrom("health_passes")
    .select(({ fn }) => fn.countAll<number>().as("looks"))
    .where("computed", "=", customers)
    .executeTakeFirstOrThrow();
  return Number(looks);
}

function expectReference(
  row: Record<string, unknown>,
  worlds: ReadonlyMap<number, CustomerWorld>,
  asOfMs: number,
) {
  const world = worlds.get(Number(row.customer_id));
  if (world === undefined) throw new Error("a row without a customer");
  const expected = referenceHealth(world, asOfMs);
  if (typeof expected === "string") {
    expect(row).toMatchObject({ unscored_reason: expected, score: null, tier: null });
    return;
  }
  const { velocity, tutor_consistency: consistency, ...exact } = expected;
  expect(row).toMatchObject(exact);
  expect(row.velocity).toBeCloseTo(velocity, 8);
  if (consistency === null) expect(row.tutor_consistency).toBeNull();
  else expect(row.tutor_consistency).toBeCloseTo(consistency, 8);
}
