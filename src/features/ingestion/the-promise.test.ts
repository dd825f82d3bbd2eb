import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { transientFaults } from "#sources/fixtures/misbehaviours.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideGoal,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { type Resource, resources } from "#sources/source.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";

/**
 * After any sequence of changes and faults, once the source answers again and a poll has run, our tables equal
 * the source's live rows, field for field.
 */
const harness = await createIngestionHarness();
const { server, exported, rows } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => await harness.reset());

const startMs = Date.parse("2026-03-02T00:00:00Z");
const iso = (ms: number) => new Date(ms).toISOString();

// Small numbers of ids, instants and words, so that things meet.
const smallId = fc.integer({ min: 1, max: 4 });
const rating = fc.constantFrom(null, "1.0", "4.0", "4.5");
const moment = fc.integer({ min: 0, max: 5 }).map((hours) => iso(startMs + hours * 3_600_000));
const optionalMoment = fc.option(moment, { nil: null });

const sessionFields = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  customer_id: smallId,
  tutor_id: smallId,
  subject: fc.constantFrom("algebra_1", "latin", "physics"),
  status: fc.constantFrom("scheduled", "completed", "cancelled", "no_show", "completed"),
  cancelled_by: fc.constantFrom(null, "customer", "tutor", "system"),
  scheduled_at: moment,
  started_at: optionalMoment,
  duration_minutes: fc.constantFrom(null, 30, 60),
  rating,
  deleted_at: optionalMoment,
});
const callFields = fc.record({
  id: fc.integer({ min: 1, max: 8 }),
  customer_id: smallId,
  called_at: moment,
  reason_code: fc.constantFrom("billing", "refund_wanted", "other"),
  deleted_at: optionalMoment,
});
const customerFields = fc.record({
  id: smallId,
  monthly_spend: fc.constantFrom(null, "10.0", "120.55"),
  goals: fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 3 }), is_primary: fc.boolean() }), {
    selector: (goal) => goal.id,
  }),
});
const tutorFields = fc.record({
  id: smallId,
  subjects: fc.array(fc.constantFrom("algebra_1", "chess"), { maxLength: 3 }),
  availability: fc.array(fc.constant({ weekday: 1, start: "09:00", end: "24:00" }), { maxLength: 2 }),
});

type Put = { resource: Resource; row: (updatedAt: string) => ReturnType<typeof outsideSession> };
const put: fc.Arbitrary<Put> = fc.oneof(
  {
    weight: 6,
    arbitrary: sessionFields.map(
      (fields): Put => ({
        resource: "sessions",
        row: (updated_at) => outsideSession({ ...fields, updated_at }),
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: callFields.map(
      (fields): Put => ({ resource: "calls", row: (updated_at) => outsideCall({ ...fields, updated_at }) }),
    ),
  },
  {
    weight: 2,
    arbitrary: customerFields.map(
      ({ goals, ...fields }): Put => ({
        resource: "customers",
        row: (updated_at) => outsideCustomer({ ...fields, goals: goals.map(outsideGoal), updated_at }),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: tutorFields.map(
      (fields): Put => ({ resource: "tutors", row: (updated_at) => outsideTutor({ ...fields, updated_at }) }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Put>({
      resource: "subjects",
      row: (updated_at) => outsideSubject({ updated_at }),
    }),
  },
);

/** A change at the source: time passes, then a row gets a new version; one may become visible late. */
const change = fc.record({
  put,
  passesMs: fc.constantFrom(0, 0, 1, 500, 30_000, 200_000),
  lateMs: fc.constantFrom(0, 0, 0, 60_000, 115_000),
  micros: fc.integer({ min: 0, max: 999 }),
  isBroken: fc.constantFrom(false, false, false, false, true),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("changes" as const),
      changes: fc.array(change, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("poll" as const),
      resource: fc.constantFrom(...resources),
      faults: fc.array(fc.nat(transientFaults.length), { maxLength: 6 }),
      during: fc.array(change, { maxLength: 2 }),
    }),
  },
);

test("our tables equal the source's live rows after any sequence of changes and faults", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await harness.reset();
      const world = createWorld();
      for (const one of steps) {
        if (one.kind === "changes") for (const each of one.changes) world.apply(each);
        else await pollDisturbed(one.resource, one.faults, one.during, world.apply);
      }
      world.mend();
      await harness.pollAll();
      for (const resource of resources) expect(await exported(resource)).toEqual(server.liveRows(resource));
      expect(await rows(wrongSubjectHours)).toEqual([]);
      expect(await rows(wrongCallHours)).toEqual([]);
      expect(await rows("select session_id from sessions group by 1 having count(*) > 1")).toEqual([]);
      expect(await rows("select from held_records")).toEqual([]);
      expect(await rows("select from quarantined_records where state = 'open'")).toEqual([]);
      const before = (await rows("select from change_log")).length;
      await harness.pollAll();
      expect((await rows("select from change_log")).length).toBe(before);
    }),
    { numRuns: 25 },
  );
}, 180_000);

/** The source's side: a clock, and changes that never give a row an older version. */
function createWorld() {
  let clockMs = startMs + 86_400_000;
  server.hooks.clock = () => new Date(clockMs);
  const versions = new Map<string, number>();
  const broken = new Map<string, Put>();
  const apply = ({ put: { resource, row }, passesMs, lateMs, micros, isBroken }: Change) => {
    clockMs += passesMs;
    const draft = row(iso(clockMs));
    const key = `${resource} ${draft.id ?? draft.code}`;
    const newest = versions.get(key) ?? 0;
    // A transaction that commits late shows a row below what others have seen, but never below its own past.
    const updatedMs = Math.max(clockMs - lateMs, Math.floor(newest / 1000));
    const stamp = Math.max(updatedMs * 1000 + micros, newest + 1);
    versions.set(key, stamp);
    const printedMs = Math.floor(stamp / 1000);
    const printed = row(iso(printedMs));
    server.put(
      resource,
      isBroken ? { ...printed, created_at: "yesterday" } : printed,
      stamp - printedMs * 1000,
    );
    if (isBroken) broken.set(key, { resource, row });
    else broken.delete(key);
  };
  const mend = () => {
    for (const put of [...broken.values()])
      apply({ put, passesMs: 1, lateMs: 0, micros: 0, isBroken: false });
  };
  // What sessions and calls refer to is there in the end.
  for (const resource of ["customers", "tutors"] as const) {
    for (let id = 1; id <= 4; id++) {
      const make = resource === "customers" ? outsideCustomer : outsideTutor;
      apply({
        put: { resource, row: (updated_at) => make({ id, updated_at }) },
        passesMs: 1,
        lateMs: 0,
        micros: 0,
        isBroken: false,
      });
    }
  }
  return { apply, mend };
}

async function pollDisturbed(
  resource: Resource,
  faults: readonly number[],
  during: readonly Change[],
  apply: (change: Change) => void,
): Promise<void> {
  const pending = [...during];
  server.hooks.beforeAnswer = () => {
    const next = pending.shift();
    if (next !== undefined) apply(next);
  };
  server.misbehaviours.push(...faults.map((index) => transientFaults[index] ?? (() => false)));
  // It may fail as often as it will: what counts is what the next one finds.
  await harness.poll(resource).catch((error: Error) => expect(error.message).toMatch(/could not be read/));
  server.misbehaviours.length = 0;
  server.hooks.beforeAnswer = null;
}
