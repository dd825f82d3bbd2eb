import { sql } from "kysely";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { activeSessions } from "./definitions/active-sessions.ts";
import { firstSessionSuccess } from "./definitions/first-session-success.ts";
import { inboundCalls } from "./definitions/inbound-calls.ts";
import { satisfaction } from "./definitions/satisfaction.ts";
import { sessionsHeld } from "./definitions/sessions-held.ts";
import { metricJobs } from "./jobs.ts";
import { readOverview } from "./overview.ts";
import { sessionTotals } from "./session-totals.ts";

const log = pino({ level: "silent" });
const asOf = new Date("2026-03-11T18:20:00Z"); // Wednesday, 13:20 in Chicago
const businessTimezone = "America/Chicago";
const viewer = viewerOf();
let testDatabase: TestDatabase;
let db: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase({ url: testDatabase.ownerUrl, name: "test", log });
  await fill();
});

afterAll(async () => {
  await db.destroy();
  await testDatabase.drop();
});

// Twelve customers have a completed session every day at 15:40 and 18:05 UTC for forty days; each first one with a
// tutor is rated 5 but for two, the others 4; one more session is running, one booked for the evening, one cancelled.
async function fill() {
  await sql`insert into subjects (subject_code, name, created_at, updated_at) values ('algebra', 'Algebra', ${asOf}, ${asOf})`.execute(
    db,
  );
  await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    select t, 'Tutor ' || t, 'UTC', 'active', ${asOf}, ${asOf}, ${asOf}, gen_random_uuid() from generate_series(1, 2) t`.execute(
    db,
  );
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at, created_at, updated_at, content_hash)
    select c, 'Customer ' || c, 'UTC', true, true, 'active', ${asOf}, ${asOf}, ${asOf}, gen_random_uuid() from generate_series(1, 12) c`.execute(
    db,
  );
  await sql`insert into sessions (session_id, customer_id, tutor_id, subject_code, status, scheduled_at, started_at, ended_at, duration_minutes, rating, created_at, updated_at)
    select row_number() over (), c, 1 + slot, 'algebra', 'completed', at, at, at + interval '1 hour', 60,
      case when day = 39 then case when c <= 2 then 2 else 5 end else 4 end, ${asOf}, ${asOf}
    from generate_series(1, 12) c, generate_series(0, 39) day, generate_series(0, 1) slot,
      lateral (select timestamptz '2026-03-11 15:40Z' + slot * interval '145 minutes' - day * interval '1 day' as at)
    where at + interval '1 hour' <= ${asOf} `.execute(db);
  await sql`insert into sessions (session_id, customer_id, tutor_id, subject_code, status, cancelled_by, scheduled_at, started_at, created_at, updated_at)
    values (5001, 1, 1, 'algebra', 'in_progress', null, '2026-03-11 18:05Z', '2026-03-11 18:05Z', ${asOf}, ${asOf}),
      (5002, 2, 1, 'algebra', 'scheduled', null, '2026-03-11 23:00Z', null, ${asOf}, ${asOf}),
      (5003, 3, 1, 'algebra', 'cancelled', 'customer', '2026-03-11 17:00Z', null, ${asOf}, ${asOf})`.execute(
    db,
  );
  await sql`insert into subject_hour_rollups (subject_code, hour, booked, completed, cancelled_by_customer, rated, rating_sum, successes)
    select subject_code, date_trunc('hour', happened_at, 'UTC'), count(*), count(*) filter (where status = 'completed'),
      count(*) filter (where status = 'cancelled'), count(rating), coalesce(sum(rating), 0), count(*) filter (where rating >= 4)
    from sessions group by 1, 2`.execute(db);
  await sql`insert into inbound_calls (call_id, customer_id, called_at, reason_code, created_at, updated_at)
    values (1, 1, '2026-03-11 14:00Z', 'billing', ${asOf}, ${asOf}), (2, 1, '2026-03-11 15:00Z', 'billing', ${asOf}, ${asOf}),
      (3, 2, '2026-03-11 16:00Z', 'weather', ${asOf}, ${asOf}), (4, 2, '2026-03-10 16:00Z', 'billing', ${asOf}, ${asOf})`.execute(
    db,
  );
}

const today = { from: new Date("2026-03-11T05:00:00Z"), to: asOf };

test("totals over ragged ends equal a plain count of the rows", async () => {
  const range = { from: new Date("2026-03-09T15:41:00Z"), to: new Date("2026-03-11T15:40:00Z") };
  const { rows } = await sql<{ booked: number }>`select count(*)::int as booked from sessions
    where happened_at >= ${range.from} and happened_at < ${range.to}`.execute(db);
  expect((await sessionTotals({ db, businessTimezone }, range)).booked).toBe(rows[0]?.booked);
  const within = { from: new Date("2026-03-11T15:30:00Z"), to: new Date("2026-03-11T15:50:00Z") };
  expect((await sessionTotals({ db, businessTimezone }, within)).booked).toBe(12);
});

test("sessions held leave out what was cancelled, and say what is still booked and what is usual", async () => {
  const { value, details } = await sessionsHeld.readOver({ db, businessTimezone }, today);
  expect(value).toBe(13);
  expect(details).toMatchObject({ cancelled: 1, bookedRestOfDay: 1, dayTarget: 24, targetIsSet: false });
});

test("satisfaction is the mean rating, and unknown when too few are rated", async () => {
  expect((await satisfaction.readOver({ db, businessTimezone }, today)).value).toBe(4);
  const empty = { from: new Date("2020-01-01T00:00:00Z"), to: new Date("2020-01-02T00:00:00Z") };
  expect(await satisfaction.readOver({ db, businessTimezone }, empty)).toMatchObject({
    value: null,
    details: { rated: 0 },
  });
});

test("first-session success counts the earliest session of each pair alone", async () => {
  const all = { from: new Date("2026-01-01T00:00:00Z"), to: asOf };
  const { value, details } = await firstSessionSuccess.readOver({ db, businessTimezone }, all);
  expect(details).toMatchObject({ rated: 24, successes: 20 });
  expect(value).toBeCloseTo(20 / 24);
});

test("calls are counted by their own time and reason", async () => {
  const { value, details } = await inboundCalls.readOver({ db, businessTimezone }, today);
  expect(value).toBe(3);
  expect(details.reasons).toEqual([
    { reason: "billing", calls: 2 },
    { reason: "other", calls: 1 },
  ]);
});

test("active sessions are those that run at the instant, now and in the past", async () => {
  expect((await activeSessions.readAt({ db, businessTimezone }, asOf)).value).toBe(1);
  expect(
    (await activeSessions.readAt({ db, businessTimezone }, new Date("2026-03-10T16:00:00Z"))).value,
  ).toBe(12);
});

test("sampling and filling in the past give the overview its figures, changes and sparklines", async () => {
  const metrics = [activeSessions, sessionsHeld, satisfaction, firstSessionSuccess, inboundCalls];
  const jobs = metricJobs(metrics, businessTimezone);
  const ctx = {
    db,
    now: () => asOf,
    log,
    signal: new AbortController().signal,
    progress: async () => undefined,
  };
  await jobs.sample.run(ctx, {});
  await jobs.backfill.run(ctx, {});
  await jobs.sample.run(ctx, {});
  const overview = await readOverview(
    { db, viewer },
    { metrics, range: "7d", asOf, businessTimezone, clockSpeed: 1 },
  );
  const cards = new Map(overview.cards.map((card) => [card.name, card]));
  expect(cards.get("sessions_held")).toMatchObject({ value: 24 * 6 + 13 });
  expect(cards.get("sessions_held")?.sparkline.map(({ value }) => value)).toEqual([
    24, 24, 24, 24, 24, 24, 13,
  ]);
  expect(cards.get("active_sessions")?.comparedWith).toBe("the usual for this hour");
  expect(cards.get("inbound_calls")?.change).toMatchObject({ difference: 4, direction: "up", isGood: false });
  const again = await sql<{ count: number }>`select count(*)::int as count from metric_samples`.execute(db);
  await jobs.backfill.run(ctx, {});
  expect(
    (await sql<{ count: number }>`select count(*)::int as count from metric_samples`.execute(db)).rows,
  ).toEqual(again.rows);
});
