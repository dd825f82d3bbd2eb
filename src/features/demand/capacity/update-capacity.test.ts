import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import {
  emptyDemand,
  storeBookings,
  storeGround,
  storeOutlook,
  storeTutors,
} from "#test/demand/demand-world.ts";
import { updateCapacity } from "./update-capacity.ts";

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

const asOf = new Date("2026-05-04T09:20:00Z");
const evening = "2026-05-04T17:00:00.000Z";

beforeEach(async () => {
  await emptyDemand(db);
  await storeGround(db, ["algebra", "geometry"], "2026-05-04T00:00:00Z");
});

async function stored() {
  const { rows } = await sql<Record<string, unknown>>`
    select subject_code, hour, available, booked_tutors, capacity, shortage_probability, expected_unserved
    from demand_outlook order by subject_code, hour`.execute(db);
  return rows;
}

const events = async () =>
  (
    await sql<{ kind: string; key: string; subject_code: string | null }>`
    select kind, key, subject_code from event_log order by event_id`.execute(db)
  ).rows;

test("tutors who are away for good or for a while do not count, nor what nobody offers", async () => {
  await storeTutors(db, [
    { id: 1, subjects: ["algebra", "geometry"] },
    { id: 2, subjects: ["algebra"], status: "on_leave" },
    { id: 3, subjects: ["algebra"], status: "departed" },
    { id: 4, subjects: ["algebra"], starts: "08:00", ends: "12:00" },
  ]);
  await storeOutlook(db, [
    { subject: "algebra", at: evening, booked: 1, remainder: 0 },
    { subject: "geometry", at: evening, booked: 0, remainder: 0 },
    { subject: "geometry", at: "2026-05-04T09:00:00Z", booked: 1 },
  ]);
  await storeBookings(db, [{ id: 1, tutor: 1, subject: "algebra", at: evening }]);
  expect(await updateCapacity(db, asOf)).toEqual({ hours: 2, changed: 2 });
  expect(await stored()).toMatchObject([
    {
      subject_code: "algebra",
      available: 1,
      booked_tutors: 1,
      capacity: 1,
      shortage_probability: 0,
      expected_unserved: 0,
    },
    { subject_code: "geometry", capacity: null },
    { subject_code: "geometry", available: 1, booked_tutors: 0, capacity: 0, shortage_probability: 0 },
  ]);
});

test("only what differs is written, and open pages are told of it", async () => {
  await storeTutors(db, [{ id: 1, subjects: ["algebra", "geometry"] }]);
  await storeOutlook(db, [
    { subject: "algebra", at: evening, remainder: 3 },
    { subject: "geometry", at: evening, remainder: 0.1 },
  ]);
  await updateCapacity(db, asOf);
  expect(await events()).toEqual([
    { kind: "demand.capacity", key: "algebra", subject_code: "algebra" },
    { kind: "demand.capacity", key: "geometry", subject_code: "geometry" },
  ]);
  expect(await updateCapacity(db, asOf)).toEqual({ hours: 2, changed: 0 });
  expect(await events()).toHaveLength(2);
  await sql`insert into tutor_time_off (tutor_id, position, starts_at, ends_at)
    values (1, 1, '2026-05-04T12:00:00Z', '2026-05-05T12:00:00Z')`.execute(db);
  expect(await updateCapacity(db, asOf)).toEqual({ hours: 2, changed: 2 });
  expect(await stored()).toMatchObject([
    { available: 0, capacity: 0, expected_unserved: 3 },
    { available: 0 },
  ]);
});

test("a booking made after the instant is not known, and one of unknown length takes an hour", async () => {
  await storeTutors(db, [{ id: 1, subjects: ["algebra"] }]);
  await storeOutlook(db, [{ subject: "algebra", at: evening, booked: 1, remainder: 1 }]);
  await storeBookings(db, [{ id: 1, tutor: 1, subject: "algebra", at: evening }]);
  await sql`update sessions set duration_minutes = null`.execute(db);
  await updateCapacity(db, asOf);
  expect(await stored()).toMatchObject([{ booked_tutors: 1, capacity: 1 }]);
  await sql`update sessions set created_at = '2026-05-04T10:00:00Z'`.execute(db);
  await updateCapacity(db, asOf);
  expect(await stored()).toMatchObject([{ booked_tutors: 0, capacity: 1 }]);
});
