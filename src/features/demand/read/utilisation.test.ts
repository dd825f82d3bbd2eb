import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { silentLog as log, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { storeGround, storeTutors } from "#test/demand/demand-world.ts";
import { readUtilisation } from "./utilisation.ts";

// A Friday. The clocks go forward on Sunday the 8th.
const asOf = new Date("2026-03-20T17:00:00Z");
let database: TestDatabase;
let owner: Database;
let web: Database;

const read = async (viewer = viewerOf({ role: "viewer" })) =>
  (await readUtilisation({ db: web, viewer, now: () => asOf, businessTimezone: "America/Chicago" })).data;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log });
  web = createDatabase({ url: database.webUrl, name: "test", log });
  await storeGround(owner, ["algebra", "greek", "latin"], "2026-03-20T09:00:00Z");
  await storeTutors(owner, [
    // Three of four sessions are algebra; the hours of one who has held none go in equal parts.
    { id: 1, subjects: ["algebra", "latin"], taught: { algebra: 3, latin: 1 } },
    { id: 2, subjects: ["algebra", "latin"] },
    { id: 3, subjects: ["latin"], status: "on_leave", taught: { latin: 50 } },
    // Held a subject that is not offered any more: that says nothing of the others.
    { id: 4, subjects: ["latin"], taught: { algebra: 9 } },
  ]);
  await sql`update tutor_performance set hours_available_28d = case tutor_id when 1 then 80 when 2 then 20 when 3 then 999 else 30 end`.execute(
    owner,
  );
  await sql`insert into subject_hour_rollups (subject_code, hour, completed, minutes) values
    ('algebra', '2026-02-20T05:00:00Z', 1, 6000), ('algebra', '2026-02-20T06:00:00Z', 1, 60),
    ('algebra', '2026-03-13T04:00:00Z', 2, 120), ('algebra', '2026-03-13T05:00:00Z', 1, 90),
    ('algebra', '2026-03-20T04:00:00Z', 1, 30), ('algebra', '2026-03-20T05:00:00Z', 1, 6000),
    ('latin', '2026-03-06T06:00:00Z', 9, 540)`.execute(owner);
});

afterAll(async () => {
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

it("shares a tutor's available hours out by what the tutor taught, those on leave not among them", async () => {
  const data = await read();
  expect(data.map(({ code, tutors, hoursAvailable }) => [code, tutors, hoursAvailable])).toEqual([
    ["algebra", 2, expect.closeTo(80 * 0.75 + 20 / 2, 9)],
    ["greek", 0, 0],
    ["latin", 3, expect.closeTo(80 * 0.25 + 20 / 2 + 30, 9)],
  ]);
  const whole = data.reduce((sum, { hoursAvailable }) => sum + hoursAvailable, 0);
  expect(whole).toBeCloseTo(80 + 20 + 30, 9);
});

it("counts hours taught by business weeks, over the change of the clocks, today not among them", async () => {
  const [algebra, greek, latin] = await read();
  expect(algebra?.byWeek.map(({ startsOn, hoursTaught }) => [startsOn, hoursTaught])).toEqual([
    ["2026-02-20", 1],
    ["2026-02-27", 0],
    ["2026-03-06", 2],
    ["2026-03-13", 2],
  ]);
  expect(algebra).toMatchObject({ hoursTaught: 5, utilisation: expect.closeTo(5 / 70, 9) });
  expect(algebra?.byWeek[0]).toMatchObject({
    hoursAvailable: expect.closeTo(17.5, 9),
    utilisation: expect.closeTo(1 / 17.5, 9),
  });
  expect(latin?.byWeek.map(({ hoursTaught }) => hoursTaught)).toEqual([0, 0, 9, 0]);
  // Nobody offers it: there is nothing to divide by.
  expect(greek).toMatchObject({ hoursTaught: 0, utilisation: null });
});

it("shows a limited viewer those subjects alone", async () => {
  const data = await read(viewerOf({ role: "viewer", userId: "latin", subjectCodes: ["latin"] }));
  expect(data.map(({ code }) => code)).toEqual(["latin"]);
});
