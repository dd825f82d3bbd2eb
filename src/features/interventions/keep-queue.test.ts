import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asViewer } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { AppError } from "#platform/errors.ts";
import type { Viewer } from "#platform/viewer.ts";
import { describeHealth } from "#registry/describe-health.ts";
import { type CustomerWorld, customerWorld, worldCentreMs } from "#test/health/random-world.ts";
import { storeCustomer } from "#test/health/store-world.ts";
import { findQueue } from "#test/interventions/found-queue.ts";
import {
  changeSpending,
  changeWeightOfVelocity,
  clearQueueWorld,
  passOverScores,
} from "#test/interventions/queue-world.ts";
import { adam, bea, olga, workUnderTest } from "#test/interventions/work-under-test.ts";
import { assignCustomer, snoozeCustomer } from "./assign-customer.ts";
import { changeIntervention } from "./change-intervention.ts";
import { queueFilters } from "./queue-filter.ts";
import { type QueuePlace, readPlace, readQueuePart } from "./queue-query.ts";
import { rebuildQueueIfOld } from "./rebuild-queue.ts";
import { recordIntervention } from "./record-intervention.ts";
import { recordBodySchema } from "./schemas.ts";
import { loadInterventionSettings, saveInterventionSettings } from "./settings.ts";

let work: Awaited<ReturnType<typeof workUnderTest>>;
let nowMs = worldCentreMs;

beforeAll(async () => {
  work = await workUnderTest();
});

afterAll(async () => await work.close());

beforeEach(() => {
  nowMs = worldCentreMs;
});

const customers = 6;
const hourMs = dayMs / 24;
const customer = fc.integer({ min: 1, max: customers });
const spending = fc.constantFrom(null, 0, 100, 100, 250);
const later = fc.constantFrom(
  1,
  hourMs,
  12 * hourMs,
  dayMs,
  7 * dayMs,
  7 * dayMs - 1,
  16 * dayMs,
  30 * dayMs,
);

/** What may happen between two looks at the queue. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant("records"), id: customer, world: customerWorld }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("spending"), id: customer, dollars: spending }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant("wait"), ms: later }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("pass"),
      kind: fc.constantFrom("full", "incremental", "changes"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("record"),
      id: customer,
      action: fc.constantFrom("task", "call", "email"),
      dueInMs: fc.option(later),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("change"),
      nth: fc.nat(5),
      to: fc.constantFrom("done", "cancelled", "postponed"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("snooze"), id: customer, ms: fc.option(later) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("assign"),
      id: customer,
      to: fc.constantFrom(null, olga.userId, bea.userId),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("rest"), days: fc.constantFrom(0, 7, 30) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("weight"), of: fc.constantFrom(0, 25, 60) }) },
) as fc.Arbitrary<Step>;

type Step =
  | { what: "records"; id: number; world: CustomerWorld }
  | { what: "spending"; id: number; dollars: number | null }
  | { what: "wait"; ms: number }
  | { what: "pass"; kind: "full" | "incremental" | "changes" }
  | { what: "record"; id: number; action: "task" | "call" | "email"; dueInMs: number | null }
  | { what: "change"; nth: number; to: "done" | "cancelled" | "postponed" }
  | { what: "snooze"; id: number; ms: number | null }
  | { what: "assign"; id: number; to: string | null }
  | { what: "rest"; days: number }
  | { what: "weight"; of: number };

const now = () => new Date(nowMs);
const contextOf = (viewer: Viewer) => ({ ...work.contextOf(viewer), now, describe: describeHealth });

/** What the rules for actions refuse has no effect, which is fine here. */
async function unlessRefused(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(["conflict", "not_found", "forbidden"]).toContain(error.code);
  }
}

async function record({ id, action, dueInMs }: Extract<Step, { what: "record" }>): Promise<void> {
  const state = dueInMs === null ? "done" : "planned";
  const dueAt = dueInMs === null ? null : new Date(nowMs + dueInMs).toISOString();
  const body = recordBodySchema.parse({ action, state, dueAt, evenSo: true, note: "a test" });
  await unlessRefused(recordIntervention(contextOf(olga), id, body));
}

async function change({ nth, to }: Extract<Step, { what: "change" }>): Promise<void> {
  const rows = await work.owner
    .selectFrom("interventions")
    .select(["customer_id", "intervention_id"])
    .where("state", "!=", "cancelled")
    .orderBy("intervention_id")
    .execute();
  const row = rows.at(nth % Math.max(rows.length, 1));
  if (row === undefined) return;
  const body =
    to === "postponed" ? { dueAt: new Date(nowMs + 2 * dayMs).toISOString() } : { state: to, note: "a test" };
  const place = { customerId: row.customer_id, id: row.intervention_id };
  await unlessRefused(changeIntervention(contextOf(adam), place, { ...body, evenSo: to === "done" }));
}

async function changeRest(days: number): Promise<void> {
  const { value } = await asViewer(work.web, adam, loadInterventionSettings);
  const chanceOfLeaving = { ...value.moneyAtRisk.chanceOfLeaving, at_risk: days === 7 ? 0.25 : 0.5 };
  const moneyAtRisk = { ...value.moneyAtRisk, chanceOfLeaving };
  const settings = { ...value, restDays: days, moneyAtRisk };
  await saveInterventionSettings({ db: work.web, viewer: adam }, settings, "another rest");
  expect(await rebuildIfOld()).toBe(true);
}

async function rebuildIfOld(): Promise<boolean> {
  const ctx = { db: work.owner, signal: new AbortController().signal, progress: async () => undefined };
  return await rebuildQueueIfOld(ctx, describeHealth, now());
}

async function take(taken: Step): Promise<void> {
  switch (taken.what) {
    case "records":
      await storeCustomer(work.owner, taken.id, taken.world);
      return await passOverScores(work.owner, "changes", now());
    case "spending":
      await changeSpending(work.owner, taken.id, taken.dollars);
      return await passOverScores(work.owner, taken.dollars === 0 ? "full" : "changes", now());
    case "wait":
      nowMs += taken.ms;
      return;
    case "pass":
      return await passOverScores(work.owner, taken.kind, now());
    case "record":
      return await record(taken);
    case "change":
      return await change(taken);
    case "snooze": {
      const until = taken.ms === null ? null : new Date(nowMs + taken.ms).toISOString();
      return await unlessRefused(snoozeCustomer(contextOf(olga), taken.id, { until, note: null }));
    }
    case "assign":
      return await unlessRefused(assignCustomer(contextOf(olga), taken.id, taken.to));
    case "rest":
      return await changeRest(taken.days);
    case "weight":
      await changeWeightOfVelocity(work.web, adam, taken.of);
      return await passOverScores(work.owner, "changes", now());
  }
}

/** The kept queue read page by page, with its counts, for a filter. */
async function readKept(viewer: Viewer, who: (typeof queueFilters)[number]) {
  return await asViewer(work.web, viewer, async (trx) => {
    const ids: number[] = [];
    let place: QueuePlace | null = null;
    for (;;) {
      const part = await readQueuePart(trx, { viewer, asOf: now() }, { who, place, limit: 2 });
      ids.push(...part.places.map(({ id }) => id));
      place = part.places.at(-1) ?? null;
      if (place === null) return { ids, count: part.counts[who] };
    }
  });
}

async function expectKeptIsFound(viewer: Viewer): Promise<void> {
  const found = await findQueue(work.web, viewer, now());
  for (const who of queueFilters) {
    const wanted = found.filter(({ ownerId }) =>
      who === "all" ? true : who === "mine" ? ownerId === viewer.userId : ownerId === null,
    );
    const ids = wanted.map(({ id }) => id);
    expect(await readKept(viewer, who)).toEqual({ ids, count: ids.length });
  }
  for (const [index, { id }] of found.entries()) {
    const place = await asViewer(
      work.web,
      viewer,
      async (trx) => await readPlace(trx, { viewer, asOf: now() }, id),
    );
    expect(place).toEqual({ place: index + 1, total: found.length });
  }
}

const limited = { ...olga, customerIds: [2, 4] };

test("the kept queue is the found one, whatever happened", async () => {
  const worlds = fc.array(fc.tuple(customerWorld, spending), { minLength: customers, maxLength: customers });
  let waited = 0;
  await fc.assert(
    fc.asyncProperty(worlds, fc.array(step, { minLength: 3, maxLength: 14 }), async (first, steps) => {
      nowMs = worldCentreMs;
      await clearQueueWorld(work.owner);
      for (const [index, [world, dollars]] of first.entries()) {
        await storeCustomer(work.owner, index + 1, world);
        await changeSpending(work.owner, index + 1, dollars);
      }
      await passOverScores(work.owner, "full", now());
      await rebuildIfOld();
      for (const taken of steps) {
        await take(taken);
        await expectKeptIsFound(olga);
        waited += (await findQueue(work.web, olga, now())).length;
      }
      await expectKeptIsFound(limited);
      await expectKeptIsFound({ ...olga, customerIds: [] });
    }),
    { numRuns: 25, endOnFailure: true, seed: 20260301 },
  );
  // A world in which nobody waits would test nothing.
  expect(waited).toBeGreaterThan(200);
}, 240_000);
