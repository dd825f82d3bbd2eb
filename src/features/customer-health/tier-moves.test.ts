import { sql } from "kysely";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { readTierMoves } from "./tier-moves.ts";

const from = new Date("2026-03-10T12:00:00Z");
const to = new Date("2026-03-11T12:00:00Z");
const viewer = viewerOf();
let testDatabase: TestDatabase;
let db: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const log = pino({ level: "silent" });
  db = createDatabase({ url: testDatabase.ownerUrl, name: "test", log });
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at, created_at, updated_at, content_hash)
    select c, 'Customer ' || c, 'UTC', true, true, 'active', ${from}, ${from}, ${from}, gen_random_uuid() from generate_series(1, 6) c`.execute(
    db,
  );
  // 1 falls by three tiers in two steps; 2 falls by one; 3 rises; 4 falls and comes back; 5 is new; 6 fell before.
  await sql`insert into customer_health_history (customer_id, as_of, score, tier, causes, settings_version, origin) values
    (1, '2026-03-01', 95, 'thriving', '[]', 1, 'live'), (1, '2026-03-10 13:00Z', 60, 'at_risk', '[]', 1, 'live'),
    (1, '2026-03-11 09:00Z', 30, 'critical', '[{"text": "a billing call"}]', 1, 'live'),
    (2, '2026-03-02', 80, 'healthy', '[]', 1, 'live'), (2, '2026-03-11 11:00Z', 65, 'at_risk', '[]', 1, 'live'),
    (3, '2026-03-02', 30, 'critical', '[]', 1, 'live'), (3, '2026-03-11 11:00Z', 65, 'at_risk', '[]', 1, 'live'),
    (4, '2026-03-02', 80, 'healthy', '[]', 1, 'live'), (4, '2026-03-10 14:00Z', 65, 'at_risk', '[]', 1, 'live'),
    (4, '2026-03-10 15:00Z', 80, 'healthy', '[]', 1, 'live'), (5, '2026-03-11 11:00Z', 44, 'at_risk', '[]', 1, 'live'),
    (6, '2026-03-02', 80, 'healthy', '[]', 1, 'live'), (6, '2026-03-10 12:00Z', 65, 'at_risk', '[]', 1, 'live')`.execute(
    db,
  );
});

afterAll(async () => {
  await db.destroy();
  await testDatabase.drop();
});

test("whoever fell furthest comes first, from the tier of yesterday to that of now", async () => {
  const moves = await readTierMoves({ db, viewer }, { from, to, limit: 6 });
  expect(moves).toMatchObject({ worsened: 2, improved: 1 });
  expect(moves.worst.map(({ customerId, from, to }) => [customerId, from, to])).toEqual([
    [1, "thriving", "critical"],
    [2, "healthy", "at_risk"],
  ]);
  expect(moves.worst[0]).toMatchObject({ name: "Customer 1", score: 30, cause: "a billing call" });
});

test("the counts are of all, however few are listed", async () => {
  const moves = await readTierMoves({ db, viewer }, { from, to, limit: 1 });
  expect(moves).toMatchObject({ worsened: 2, improved: 1 });
  expect(moves.worst).toHaveLength(1);
});
