import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { storePeople } from "#test/tutors/tutor-world.ts";
import { businessMoment } from "./business-calendar.ts";
import { recordsQuery } from "./records-query.ts";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({
    url: database.ownerUrl,
    name: "test",
    log: createLog({ process: "test", level: "error" }),
  });
  await storePeople(db, {
    customerZones: Array.from({ length: 500 }, () => "UTC"),
    tutorZones: Array.from({ length: 200 }, () => "UTC"),
  });
  await sql`insert into sessions (customer_id, session_id, tutor_id, subject_code, status, scheduled_at, duration_minutes,
      rating, created_at, updated_at)
    select 1 + n % 500, n, 1 + (n * 7 + n / 500) % 200, 'algebra', 'completed', '2026-01-01T00:00:00Z'::timestamptz + n * interval '5 minutes',
      60, 4, '2026-01-01', '2026-01-01' from generate_series(1, 20000) as n`.execute(db);
  await sql`vacuum analyze sessions`.execute(db);
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

it("finds the sessions of a few tutors, and the first of a customer, by their indexes", async () => {
  const moment = {
    ...businessMoment(new Date("2026-06-01T12:00:00Z"), "America/Chicago"),
    knownZones: ["UTC"],
  };
  const kinds = { algebra: { "new night": 800 } };
  const query = recordsQuery({ ids: [3] }, moment, kinds, 4);
  const { rows } = await sql<{ "QUERY PLAN": string }>`explain (costs off) ${query}`.execute(db);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toContain("sessions_by_tutor_time");
  // The customer's first session is read off the index alone, however many sessions the customer has.
  expect(plan).toContain("Index Only Scan using sessions_completed");
  expect(plan).not.toContain("Seq Scan on sessions");
});
