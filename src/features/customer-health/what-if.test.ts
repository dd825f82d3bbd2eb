import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { customerWorld, worldCentreMs } from "#test/health/random-world.ts";
import { clearWorld, storeCustomer } from "#test/health/store-world.ts";
import { runHealthPass } from "./pass.ts";
import { readRecords } from "./read-records.ts";
import { runWhatIf } from "./run-what-if.ts";
import { scoreCustomer } from "./score.ts";
import { defaultHealthSettings, type HealthSettings } from "./weights.ts";
import { createWhatIfTally } from "./what-if.ts";

let database: TestDatabase;
let owner: Database;
let web: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
});

afterAll(async () => {
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

const asOf = new Date(worldCentreMs);
const admin = viewerOf({ role: "admin" });
const customers = 12;
const defaults = defaultHealthSettings;

const weight = fc.integer({ min: 1, max: 60 });
const points = fc.integer({ min: 0, max: 100 });

/** Settings that differ from the defaults in anything but windows. */
const sameWindows: fc.Arbitrary<HealthSettings> = fc
  .record({
    weights: fc.record({
      first_session: weight,
      velocity: weight,
      inbound_calls: weight,
      goals: weight,
      tutor_consistency: weight,
    }),
    successRating: fc.constantFrom(3, 4, 4.5, 5),
    velocity: fc.record({
      benchmarkPerWeek: fc.constantFrom(0.5, 1, 2, 3),
      minimumAgeDays: fc.nat({ max: 28 }),
    }),
    scores: fc.array(points, { minLength: 1, maxLength: 5 }),
    goals: fc.record({ open: points, completedWithNewer: points, completed: points }),
    consistency: fc.record({ freeChanges: fc.nat({ max: 4 }), penaltyPerChange: points }),
    limits: fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
    overrides: fc.record({
      criticalCalls: fc.integer({ min: 1, max: 4 }),
      lapsedDays: fc.integer({ min: 1, max: 120 }),
      idleDays: fc.integer({ min: 1, max: 60 }),
      goalDays: fc.integer({ min: 1, max: 90 }),
    }),
  })
  .map(({ weights, successRating, velocity, scores, goals, consistency, limits, overrides }) => {
    const [criticalUpTo = 0, atRiskUpTo = 0, healthyUpTo = 0] = limits.toSorted((a, b) => a - b);
    const minimumAgeDays = Math.max(velocity.minimumAgeDays, 1);
    return {
      ...defaults,
      weights,
      firstSession: { successRating },
      velocity: { ...defaults.velocity, ...velocity, minimumAgeDays },
      calls: { ...defaults.calls, scores },
      goals,
      consistency: { ...defaults.consistency, ...consistency },
      tiers: { criticalUpTo, atRiskUpTo, healthyUpTo },
      overrides,
    };
  });

async function makeWorld(seed: number): Promise<void> {
  await clearWorld(owner);
  const worlds = fc.sample(customerWorld, { numRuns: customers, seed });
  for (const [index, world] of worlds.entries()) await storeCustomer(owner, index + 1, world);
  const nothing = async () => undefined;
  const ctx = { db: owner, signal: new AbortController().signal, progress: nothing, keepQueue: nothing };
  await runHealthPass(ctx, { kind: "full", asOf });
}

/** Who would change tier, computed from the records alone. */
async function movesFromRecords(proposed: HealthSettings) {
  const everyone = { fromId: 1, toId: customers };
  const before = await readRecords(owner, everyone, asOf, defaults);
  const after = new Map(
    (await readRecords(owner, everyone, asOf, proposed)).map(({ records }) => [
      records.customerId,
      scoreCustomer(records, asOf.getTime(), proposed).scored,
    ]),
  );
  return before.flatMap(({ records: { customerId }, records }) => {
    const was = scoreCustomer(records, asOf.getTime(), defaults).scored;
    const is = after.get(customerId);
    if (!was || !is || was.tier === is.tier) return [];
    return [{ customerId, from: was.tier, to: is.tier, scoreBefore: was.score, scoreAfter: is.score }];
  });
}

const byId = (a: { customerId: number }, b: { customerId: number }) => a.customerId - b.customerId;

describe("what-if over stored features", () => {
  it("finds who would move if everyone were computed from the records", async () => {
    for (const seed of [3, 14, 159]) {
      await makeWorld(seed);
      await fc.assert(
        fc.asyncProperty(sameWindows, async (proposed) => {
          const question = { asOf, settings: defaults, proposed, offset: 0, limit: 50 };
          const found = await runWhatIf({ db: web, viewer: admin }, question);
          const moves = found.moves.map(({ name: _, ...move }) => move).sort(byId);
          expect(moves).toEqual((await movesFromRecords(proposed)).sort(byId));
          expect(found.basis).toBe("everyone");
          expect(found.changedOfAll).toEqual({ low: found.changed, high: found.changed });
          expect(found.cells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(found.customers);
        }),
        { numRuns: 25, seed },
      );
    }
  }, 60_000);

  it("reads the records where a window differs, and says so", async () => {
    await makeWorld(3);
    const proposed = { ...defaults, velocity: { ...defaults.velocity, windowDays: 14 } };
    const question = { asOf, settings: defaults, proposed, offset: 0, limit: 50 };
    const found = await runWhatIf({ db: web, viewer: admin }, question);
    expect(found).toMatchObject({ basis: "sample", windows: ["velocity.windowDays"] });
    expect(found.examined).toBe(found.customers);
    const moves = found.moves.map(({ name: _, ...move }) => move).sort(byId);
    expect(moves).toEqual((await movesFromRecords(proposed)).sort(byId));
  });

  it("looks at those customers alone that the viewer may see", async () => {
    await makeWorld(3);
    const proposed = { ...defaults, tiers: { criticalUpTo: 97, atRiskUpTo: 98, healthyUpTo: 99 } };
    const question = { asOf, settings: defaults, proposed, offset: 0, limit: 50 };
    const all = await runWhatIf({ db: web, viewer: admin }, question);
    const id = all.moves[0]?.customerId ?? 0;
    const few = await runWhatIf({ db: web, viewer: { ...admin, customerIds: [id] } }, question);
    expect(few.customers).toBe(1);
    expect(few.moves.map(({ customerId }) => customerId)).toEqual([id]);
  });
});

describe("the tally", () => {
  const scored = (tier: "critical" | "at_risk" | "healthy" | "thriving", score: number) => ({
    components: { first_session: null, velocity: 0, inbound_calls: 0, goals: null, tutor_consistency: null },
    score,
    tier,
    scoreTier: tier,
    forcedBy: null,
    flags: [],
    confidence: 1,
  });

  it("lists the largest moves first: by tiers, then by points, then by number", () => {
    const tally = createWhatIfTally(3);
    tally.add(1, scored("healthy", 80), scored("at_risk", 70));
    tally.add(2, scored("healthy", 80), scored("critical", 40));
    tally.add(3, scored("at_risk", 50), scored("healthy", 90));
    tally.add(4, scored("healthy", 80), scored("healthy", 79));
    tally.add(5, scored("healthy", 80), scored("at_risk", 70));
    expect(tally.moves().map(({ customerId }) => customerId)).toEqual([2, 3, 1]);
    expect(tally.counts()).toMatchObject({
      examined: 5,
      changed: 4,
      worsened: 3,
      improved: 1,
      scoreMoved: 5,
    });
  });

  it("keeps the largest of very many", () => {
    const tally = createWhatIfTally(5);
    for (let id = 1; id <= 5_000; id++)
      tally.add(id, scored("healthy", 80), scored("at_risk", id === 4_321 ? 41 : 70 - (id % 3)));
    expect(tally.moves()[0]).toMatchObject({ customerId: 4_321, scoreAfter: 41 });
    expect(tally.moves()).toHaveLength(5);
    expect(tally.counts().changed).toBe(5_000);
  });
});
