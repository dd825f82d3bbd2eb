import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { withAdvisoryLock } from "./advisory-lock.ts";
import { createDatabase, type Database } from "./client.ts";
import { inTransaction } from "./transaction.ts";

let testDatabase: TestDatabase;
let db: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase({ url: testDatabase.ownerUrl, name: "test", log: pino({ level: "silent" }) });
});

afterAll(async () => {
  await db.destroy();
  await testDatabase.drop();
});

test("values arrive as the types of schema.ts say", async () => {
  const { rows } = await sql`select 9007199254740991::bigint as id, array[1, null, 3]::bigint[] as ids,
    4.5::numeric as rating, array[1.5]::numeric[] as ratings, date '2026-03-08' as day,
    timestamptz '2026-03-08T07:59:59.123Z' as instant, array['a']::text[] as codes`.execute(db);
  expect(rows[0]).toEqual({
    id: 9007199254740991,
    ids: [1, null, 3],
    rating: 4.5,
    ratings: [1.5],
    day: "2026-03-08",
    instant: new Date("2026-03-08T07:59:59.123Z"),
    codes: ["a"],
  });
});

test("a transaction that the server gives up is tried again", async () => {
  let tries = 0;
  const result = await inTransaction(db, async (trx) => {
    tries += 1;
    if (tries === 1)
      await sql`do $$ begin raise exception 'once' using errcode = '40001'; end $$`.execute(trx);
    return tries;
  });
  expect(result).toBe(2);
  await expect(inTransaction(db, async (trx) => await sql`select 1 / 0`.execute(trx))).rejects.toThrow(
    "division by zero",
  );
});

test("a lock that somebody holds is refused at once, and free again afterwards", async () => {
  const outcome = await withAdvisoryLock(
    db,
    "lock",
    async () => await withAdvisoryLock(db, "lock", async () => "inner"),
  );
  expect(outcome).toEqual({ result: null });
  expect(await withAdvisoryLock(db, "lock", async () => "again")).toEqual({ result: "again" });
});

test("a lock whose connection the server cuts fails its work's end, and ends no process", async () => {
  const holding = withAdvisoryLock(db, "cut", async () => {
    await sql`select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and granted and pid <> pg_backend_pid()
        and ((classid::bigint << 32) | objid::bigint) = hashtextextended('cut', 0)`.execute(db);
    await untilCut();
  });
  await expect(holding).rejects.toThrow();
  expect(await withAdvisoryLock(db, "cut", async () => "again")).toEqual({ result: "again" });
});

async function untilCut(): Promise<void> {
  const holders = sql`select from pg_locks where locktype = 'advisory'
    and ((classid::bigint << 32) | objid::bigint) = hashtextextended('cut', 0)`;
  while ((await holders.execute(db)).rows.length > 0) await sleep(5);
  // The end of the connection is told by an event of its own.
  await sleep(50);
}
