import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import {
  emptyDemand,
  hoursFrom,
  storeBookings,
  storeGround,
  storeOutlook,
  storeTutors,
} from "#test/demand/demand-world.ts";
import { updateCapacity } from "../capacity/update-capacity.ts";
import { measureOutcomes } from "./measure-outcomes.ts";
import { updateEpisodes } from "./update-episodes.ts";

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

const evening = hoursFrom("2026-05-05T17:00:00.000Z", 4);

beforeEach(async () => {
  await emptyDemand(db);
  await storeGround(db, ["algebra", "geometry"], "2026-05-04T00:00:00Z");
  await storeTutors(db, [
    { id: 1, name: "Ada", subjects: ["algebra", "geometry"], taught: { algebra: 12 } },
    { id: 2, name: "Ben", subjects: ["algebra"], starts: "10:00", ends: "16:00", taught: { algebra: 30 } },
    { id: 3, name: "Cleo", subjects: ["geometry"], starts: "09:00", ends: "12:00", taught: { algebra: 4 } },
  ]);
  await storeBookings(db, [
    { id: 1, tutor: 1, subject: "algebra", at: "2026-04-20T17:00:00Z", status: "completed" },
  ]);
  await storeOutlook(
    db,
    evening.map((at) => ({ subject: "algebra", at, booked: 0, remainder: 3 })),
  );
});

async function look(at: string) {
  const asOf = new Date(at);
  await updateCapacity(db, asOf);
  return await updateEpisodes(db, asOf);
}

async function episodes() {
  const { rows } = await sql<{
    levers: { kind: string; tutors: { name: string }[] }[];
    [name: string]: unknown;
  }>`
    select episode_id, subject_code, kind, state, starts_at, ends_at, severity, worst_severity, raised_at, closed_at,
      unserved_sessions, cents_at_stake, levers, outcome, computed_at
    from imbalance_episodes order by episode_id`.execute(db);
  return rows;
}

test("a shortage is raised a day ahead, with its size, its worth and what to do, and told to open pages", async () => {
  expect(await look("2026-05-04T17:00:00Z")).toEqual({ open: 1, changed: 1 });
  const [episode] = await episodes();
  expect(episode).toMatchObject({
    subject_code: "algebra",
    kind: "shortage",
    state: "open",
    starts_at: new Date(evening[0] ?? ""),
    ends_at: new Date("2026-05-05T21:00:00Z"),
  });
  // 200 a month for one session in 28 days.
  expect(episode?.cents_at_stake).toBeCloseTo(Number(episode?.unserved_sessions) * 18_398, -3);
  expect(episode?.levers.map(({ kind, tutors }) => [kind, tutors.map(({ name }) => name)])).toEqual([
    ["ask_tutors", ["Cleo", "Ben"]],
    ["extend_hours", ["Ben"]],
  ]);
  const { rows } = await sql<{
    key: string;
  }>`select key from event_log where kind = 'demand.episodes'`.execute(db);
  expect(rows).toEqual([{ key: "algebra" }]);
});

test("it stays the same one, graver as its time nears, and nothing is written where nothing differs", async () => {
  await look("2026-05-04T00:00:00Z");
  const [early] = await episodes();
  expect((await look("2026-05-04T00:00:00Z")).changed).toBe(0);
  await look("2026-05-05T13:00:00Z");
  const late = await episodes();
  expect(late).toHaveLength(1);
  expect([early?.severity, late[0]?.severity]).toEqual(["warning", "critical"]);
  expect(late[0]).toMatchObject({ episode_id: early?.episode_id, raised_at: early?.raised_at });
});

test("it is filled when tutors open hours, and gone when nobody wants to come any more", async () => {
  await look("2026-05-04T12:00:00Z");
  await sql`update tutor_availability set ends = '22:00' where tutor_id = 2`.execute(db);
  await storeTutors(
    db,
    [4, 5, 6].map((id) => ({ id, subjects: ["algebra"] })),
  );
  await look("2026-05-04T13:00:00Z");
  expect(await episodes()).toMatchObject([{ state: "filled", closed_at: new Date("2026-05-04T13:00:00Z") }]);
  await sql`delete from tutor_availability where tutor_id in (4, 5, 6, 2)`.execute(db);
  await look("2026-05-04T14:00:00Z");
  await storeOutlook(
    db,
    evening.map((at) => ({ subject: "algebra", at, remainder: 0.2 })),
    "2026-05-04T14:30:00Z",
  );
  await look("2026-05-04T15:00:00Z");
  const states = (await episodes()).map(({ kind, state }) => `${kind} ${state}`);
  expect(states.filter((state) => state.startsWith("shortage"))).toEqual([
    "shortage filled",
    "shortage gone",
  ]);
});

test("when its time has passed, what became of it is measured", async () => {
  await look("2026-05-05T01:00:00Z");
  await sql`insert into demand_hour_rollups (subject_code, hour, booked, completed, cancelled_by_tutor, no_show)
    values ('algebra', ${evening[0]}, 4, 1, 2, 1), ('algebra', ${evening[1]}, 3, 1, 2, 0)`.execute(db);
  await look("2026-05-05T20:30:00Z");
  expect(await episodes()).toMatchObject([{ state: "passed", outcome: null }]);
  expect(await measureOutcomes(db, new Date("2026-05-06T20:00:00Z"))).toBe(0);
  expect(await measureOutcomes(db, new Date("2026-05-06T21:00:00Z"))).toBe(1);
  const [episode] = await episodes();
  expect(episode?.outcome).toMatchObject({
    booked: 7,
    held: 2,
    cancelledByTutor: 4,
    unserved: 4,
    noShows: 1,
  });
});

test("recruiting is an answer where the same hours were short before", async () => {
  for (const week of [1, 2])
    await sql`insert into imbalance_episodes (subject_code, kind, state, starts_at, ends_at, worst_hour, tutors_missing,
        unserved_sessions, unserved_low, unserved_high, cents_at_stake, probability, severity, worst_severity, raised_at,
        computed_at, closed_at)
      select 'algebra', 'shortage', 'passed', at, at + interval '2 hours', at, 1, 3, 1, 5, 100, 0.9, 'warning', 'warning',
        at, at, at
      from (select ${evening[0]}::timestamptz - ${week}::int * interval '7 days' as at) as earlier`.execute(
      db,
    );
  await look("2026-05-04T17:00:00Z");
  expect((await episodes()).at(-1)?.levers.at(-1)).toMatchObject({ kind: "recruit", isInTime: false });
});
