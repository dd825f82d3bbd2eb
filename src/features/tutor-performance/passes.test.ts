import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { seedSettings } from "#db/settings.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { referenceCounts } from "#test/tutors/reference-counts.ts";
import { storePeople, storeSessions, type WorldSession, worldSubjects } from "#test/tutors/tutor-world.ts";
import { heldExpectation } from "./expected-of-kinds.ts";
import { expectSuccess } from "./expected-success.ts";
import type { TutorModel } from "./model.ts";
import { type PassRequest, runTutorPass } from "./pass.ts";
import { defaultTutorSettings, type TutorSettings, tutorSettingsName } from "./weights.ts";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  const log = createLog({ process: "test", level: "error" });
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
  await seedSettings(db, tutorSettingsName, eagerSettings);
});

/** With which a handful of sessions is enough for a model, flags, ranks, a full cap and anomalies. */
const eagerSettings: TutorSettings = {
  ...defaultTutorSettings,
  flags: { raiseFrom: 0.5, fallBelow: 0.4, mostNewPerWeek: 1 },
  slipping: { ...defaultTutorSettings.slipping, changePerWeek: 0.2 },
  ranking: { leastRated: 1, leaderboardPlaces: 2 },
  model: { ...defaultTutorSettings.model, leastTutors: 2, leastFirstSessions: 2 },
  anomalies: {
    ...defaultTutorSettings.anomalies,
    level: 0.1,
    historyWeeks: 6,
    leastHistoryWeeks: 2,
    leastSessions: 1,
  },
};

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const businessTimezone = "America/Chicago";
const hour = dayMs / 24;
/** Around the night in which clocks go back. */
const centreMs = Date.parse("2026-11-01T06:30:00Z");
const tutors = 6;
const customerZones = [
  "America/Chicago",
  "Asia/Kathmandu",
  "Europe/Berlin",
  "No/Such_Zone",
  "Asia/Tokyo",
  "UTC",
];
const tutorZones = ["America/Chicago", "Europe/Berlin", "Asia/Tokyo", "UTC", "UTC", "Pacific/Apia"];

const halfRating = fc.integer({ min: 2, max: 10 }).map((half) => half / 2);

/** Few instants, so that sessions share them, and ids decide. */
const time = fc.oneof(
  fc.integer({ min: -60, max: 1 }).map((days) => centreMs + days * dayMs),
  fc.integer({ min: -30, max: 20 }).map((hours) => centreMs + hours * hour),
);

const session: fc.Arbitrary<WorldSession> = fc
  .record({
    id: fc.integer({ min: 1, max: 40 }),
    customerId: fc.integer({ min: 1, max: customerZones.length }),
    tutorId: fc.integer({ min: 1, max: tutors }),
    subject: fc.constantFrom(...worldSubjects),
    status: fc.constantFrom("completed", "completed", "completed", "cancelled", "no_show", "scheduled"),
    cancelledBy: fc.constantFrom("tutor", "tutor", "customer", null),
    scheduledMs: time,
    lateMs: fc.option(fc.constantFrom(0, 300_000, dayMs), { freq: 3 }),
    lengthMs: fc.option(fc.constantFrom(3_600_000, 1_800_000, -60_000), { freq: 3 }),
    minutes: fc.constantFrom(null, 60, 45),
    rating: fc.option(halfRating, { freq: 4 }),
    deletedMs: fc
      .option(time, { freq: 1, nil: null })
      .filter((ms) => ms === null || ms > centreMs - 10 * dayMs),
  })
  .map(({ lateMs, lengthMs, ...made }) => {
    const startedMs = lateMs === null ? null : made.scheduledMs + lateMs;
    const endedMs = startedMs === null || lengthMs === null ? null : startedMs + lengthMs;
    return { ...made, startedMs, endedMs } as WorldSession;
  });

/** After `waitMs`, some sessions are others, somebody moved or left, and a pass runs. */
const step = fc.record({
  edits: fc.array(session, { maxLength: 2 }),
  movedCustomer: fc.option(fc.integer({ min: 1, max: customerZones.length }), { freq: 5 }),
  tutorChange: fc.option(
    fc.record({
      id: fc.integer({ min: 1, max: tutors }),
      status: fc.constantFrom("active", "departed"),
      deletedMs: fc.option(time, { freq: 2 }),
    }),
    { freq: 5 },
  ),
  waitMs: fc.constantFrom(0, 1, hour, hour, 2 * hour, 2 * hour, 3 * hour, 5 * hour, dayMs, 8 * dayMs, -hour),
});

async function pass(kind: PassRequest["kind"], asOfMs: number) {
  const ctx = { db, signal: new AbortController().signal, progress: async () => undefined };
  return await runTutorPass(ctx, { kind, asOf: new Date(asOfMs), businessTimezone });
}

/** Everything that passes leave, but for when a row was last written. */
async function whatIsStored() {
  const tables = [
    "tutor_performance",
    "tutor_performance_periods",
    "tutor_subject_performance",
    "tutor_anomalies",
  ];
  const stored: Record<string, unknown> = {};
  for (const table of [...tables, "tutor_flag_changes", "tutor_models", "subject_benchmarks"]) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(stored) - 'computed_at' - 'change_id' as row from ${sql.ref(table)} stored order by 1`.execute(
      db,
    );
    stored[table] = rows.map(({ row }) => row);
  }
  return stored;
}

/** Every table as if no pass had ever looked at it, but for flags and anomalies, whose past counts. */
async function forgetHashes(): Promise<void> {
  await sql`update tutor_performance set content_hash = gen_random_uuid(), sessions = 0, mean_rating = null`.execute(
    db,
  );
  await sql`delete from tutor_performance_periods`.execute(db);
  await sql`delete from tutor_subject_performance`.execute(db);
}

const seen = new Set<string>();

async function noteSeen(): Promise<void> {
  const { rows } = await sql<{ what: string }>`
    select change as what from tutor_flag_changes
    union select 'waits' from tutor_performance where flags @> '[{"waits": true}]'
    union select 'badge' from tutor_performance where badge is not null
    union select 'anomaly' from tutor_anomalies
    union select 'expected' from tutor_models where value -> 'expected' <> 'null'
    union select standing from tutor_subject_performance where standing in ('strength', 'weakness')`.execute(
    db,
  );
  for (const { what } of rows) seen.add(what);
}

async function withoutHashes() {
  const { tutor_performance: rows, ...rest } = await whatIsStored();
  const bare = (rows as Record<string, unknown>[]).map(({ content_hash: _, ...row }) => row);
  return { ...rest, tutor_performance: bare };
}

async function expectReference(sessions: readonly WorldSession[], zones: readonly string[], asOfMs: number) {
  const { rows: models } = await sql<{ value: TutorModel }>`
    select value from tutor_models join tutor_passes using (day) order by pass_id desc limit 1`.execute(db);
  const model = models[0]?.value;
  const rows = await db.selectFrom("tutor_performance").selectAll().orderBy("tutor_id").execute();
  for (const row of rows) {
    const zoneOf = (id: number) => {
      const zone = zones[id - 1] ?? businessTimezone;
      return zone === "No/Such_Zone" ? businessTimezone : zone;
    };
    const { firsts, ratings, seconds, ...counts } = referenceCounts(row.tutor_id, sessions, asOfMs, zoneOf);
    expect(row).toMatchObject({
      sessions: counts.sessions,
      no_shows: counts.noShows,
      cancelled_by_tutor: counts.cancelledByTutor,
      first_sessions: counts.firstSessions,
      first_sessions_rated: firsts.length,
      first_session_successes: firsts.filter(({ rating }) => rating >= 4).length,
      rated: ratings.length,
    });
    expect(row.hours_taught).toBeCloseTo(seconds / 3_600, 9);
    const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
    if (ratings.length === 0) expect(row.mean_rating).toBeNull();
    else expect(row.mean_rating).toBeCloseTo(mean, 9);
    const usual = model?.priors.meanSuccess ?? 0;
    const expected = firsts.map((kind) =>
      heldExpectation(model?.expected ? expectSuccess(model.expected, kind) : usual),
    );
    const sum = expected.reduce((total, rate) => total + rate, 0);
    // The pass counts in thousandths.
    expect(Math.abs(Number(row.first_expected) - sum)).toBeLessThanOrEqual(0.0005 * firsts.length + 1e-9);
  }
}

test("an incremental pass leaves exactly what a full one would, and both what the specification says", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(session, { minLength: 15, maxLength: 40 }),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      async (first, steps) => {
        const zones = [...customerZones];
        await storePeople(db, {
          customerZones: zones,
          tutorZones,
        });
        const current = new Map(first.map((made) => [made.id, made]));
        await storeSessions(db, [...current.values()]);
        let asOfMs = centreMs;
        await pass("full", asOfMs);
        for (const { edits, movedCustomer, tutorChange, waitMs } of steps) {
          const latest = new Map(edits.map((edit) => [edit.id, edit]));
          await storeSessions(db, [...latest.values()]);
          for (const edit of latest.values()) current.set(edit.id, edit);
          if (movedCustomer !== null) {
            zones[movedCustomer - 1] = "Australia/Lord_Howe";
            await sql`update customers set timezone = 'Australia/Lord_Howe' where customer_id = ${movedCustomer}`.execute(
              db,
            );
            await sql`select append_change('customers', ${[movedCustomer]}::bigint[], '{}', '{}', '{}', null)`.execute(
              db,
            );
          }
          if (tutorChange !== null) {
            const { id, status, deletedMs } = tutorChange;
            const deleted = deletedMs === null ? null : new Date(deletedMs);
            await sql`update tutors set status = ${status}, deleted_at = ${deleted} where tutor_id = ${id}`.execute(
              db,
            );
            await sql`select append_change('tutors', '{}', ${[id]}::bigint[], '{}', '{}', null)`.execute(db);
          }
          asOfMs += waitMs;
          await pass("incremental", asOfMs);
          await expectReference([...current.values()], zones, asOfMs);
          const left = await whatIsStored();
          await pass("full", asOfMs);
          expect(await whatIsStored()).toEqual(left);
          const bare = await withoutHashes();
          await forgetHashes();
          await pass("full", asOfMs);
          expect(await withoutHashes()).toEqual(bare);
          await noteSeen();
        }
      },
    ),
    { numRuns: 30, endOnFailure: true, seed: 869586548 },
  );
  // What was tried must have happened.
  expect([...seen].sort()).toEqual(
    ["anomaly", "badge", "expected", "fell", "raised", "strength", "waits", "weakness"].sort(),
  );
}, 180_000);

test("time alone brings a tutor up to date: a session whose time has come, and one that is removed later", async () => {
  await storePeople(db, {
    customerZones: ["America/Chicago"],
    tutorZones: ["America/Chicago", "America/Chicago"],
  });
  const common = {
    customerId: 1,
    subject: "algebra",
    cancelledBy: null,
    startedMs: null,
    endedMs: null,
    minutes: 60,
  };
  await storeSessions(db, [
    {
      ...common,
      id: 1,
      tutorId: 1,
      status: "completed",
      scheduledMs: centreMs - dayMs,
      rating: 5,
      deletedMs: centreMs + 2 * hour,
    },
    {
      ...common,
      id: 2,
      tutorId: 2,
      status: "completed",
      scheduledMs: centreMs - hour,
      rating: 5,
      deletedMs: null,
    },
    {
      ...common,
      id: 3,
      tutorId: 2,
      status: "no_show",
      scheduledMs: centreMs + hour,
      rating: null,
      deletedMs: null,
    },
  ]);
  const read = async () =>
    await db
      .selectFrom("tutor_performance")
      .select(["sessions", "no_shows", "next_change_at"])
      .orderBy("tutor_id")
      .execute();
  await pass("full", centreMs);
  expect(await read()).toEqual([
    { sessions: 1, no_shows: 0, next_change_at: new Date(centreMs + 2 * hour) },
    { sessions: 1, no_shows: 0, next_change_at: new Date(centreMs + hour) },
  ]);
  expect(await pass("incremental", centreMs + hour)).toMatchObject({
    kind: "incremental",
    computed: 1,
    changed: 1,
  });
  // The second tutor waits for the removal too: the session becomes the customer's first.
  expect(await read()).toMatchObject([
    { sessions: 1 },
    { no_shows: 1, next_change_at: new Date(centreMs + 2 * hour) },
  ]);
  expect(await pass("incremental", centreMs + 2 * hour)).toMatchObject({ computed: 2, changed: 2 });
  expect(await read()).toEqual([
    { sessions: 0, no_shows: 0, next_change_at: null },
    { sessions: 1, no_shows: 1, next_change_at: null },
  ]);
});

test("a change touches its tutors and those who share its customer, and is dealt with once", async () => {
  await storePeople(db, { customerZones: ["UTC", "UTC"], tutorZones: ["UTC", "UTC", "UTC"] });
  const common = {
    subject: "algebra",
    status: "completed" as const,
    cancelledBy: null,
    startedMs: null,
    endedMs: null,
    minutes: 60,
    rating: 4,
    deletedMs: null,
  };
  const first = { ...common, id: 1, customerId: 1, tutorId: 1, scheduledMs: centreMs - 2 * dayMs };
  await storeSessions(db, [
    first,
    { ...common, id: 2, customerId: 1, tutorId: 2, scheduledMs: centreMs - dayMs },
    { ...common, id: 3, customerId: 2, tutorId: 3, scheduledMs: centreMs - dayMs },
  ]);
  await pass("full", centreMs);
  await storeSessions(db, [{ ...first, rating: 2 }]);
  expect(await pass("incremental", centreMs)).toMatchObject({ kind: "incremental", computed: 2, changed: 1 });
  expect(await pass("incremental", centreMs)).toMatchObject({ computed: 0, changed: 0, lagMs: null });
  await sql`select append_change_of_everything('sessions', null)`.execute(db);
  expect(await pass("incremental", centreMs)).toMatchObject({ kind: "full", computed: 3 });
  expect(await pass("incremental", centreMs + dayMs)).toMatchObject({ kind: "full", computed: 3 });
  const { rows } = await sql<{ kind: string; key: string }>`
    select kind, key from event_log where kind like 'tutor%' order by event_id desc limit 1`.execute(db);
  expect(rows).toMatchObject([{ kind: "tutor.performance" }]);
});
