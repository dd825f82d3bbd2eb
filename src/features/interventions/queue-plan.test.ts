import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { queueInOrder, selectCounts, selectPlaces } from "./queue-query.ts";

const waiting = 40_000;
const asOf = new Date("2026-03-02T16:00:00Z");
const viewer = viewerOf();

let database: TestDatabase;
let web: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  const owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
      created_at, updated_at, content_hash)
    select i, 'Customer ' || i, 'UTC', true, true, 'active', '2026-01-01', '2026-01-01', '2026-01-01',
      md5(i::text)::uuid from generate_series(1, ${waiting}::int) as i`.execute(owner);
  // The first two hundred of the order, with whom the team works, are put off.
  await sql`insert into work_queue (customer_id, waits_from, waits_until, owner_id, cents_rank, urgency_rank, score_rank)
    select i, case when i <= 200 then ${asOf}::timestamptz + interval '1 day' else '-infinity' end, 'infinity',
      case when i % 100 = 0 then ${viewer.userId} when i % 10 = 0 then 'user-' || i % 70 else '' end, i / 4 - 100000, i % 3, i % 70
    from generate_series(1, ${waiting}::int) as i`.execute(owner);
  await sql`vacuum analyze customers, work_queue`.execute(owner);
  await owner.destroy();
}, 60_000);

afterAll(async () => {
  await web.destroy();
  await database.drop();
});

const ctx = { viewer, asOf };
const place = { cents: -95_000, urgency: 1, score: 20, id: 1 };

/** How the database answers in the name of `who`, with the rows that it looked at. */
async function planOf(query: RawBuilder<unknown>, who = viewer): Promise<string> {
  return await asViewer(web, who, async (trx) => {
    const { rows } = await sql<{ "QUERY PLAN": string }>`
      explain (analyze, costs off, timing off, summary off) ${query}`.execute(trx);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

const passedOver = (plan: string) =>
  [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, rows]) => sum + Number(rows), 0);

it.each([
  ["the first page of all", "all", null, "work_queue_in_order"],
  ["a page in the middle", "all", place, "work_queue_in_order"],
  ["mine", "mine", null, "work_queue_by_owner"],
  ["nobody's", "unassigned", null, "work_queue_(by_owner|in_order)"],
  ["nobody's, in the middle", "unassigned", place, "work_queue_(by_owner|in_order)"],
] as const)("%s is read off an index in its order", async (_what, who, from, index) => {
  const plan = await planOf(selectPlaces(ctx, { who, place: from, limit: 51 }));
  expect(plan).toMatch(new RegExp(`Index Only Scan using ${index}`));
  expect(plan).not.toMatch(/Seq Scan|Sort/);
  expect(passedOver(plan)).toBeLessThanOrEqual(300);
});

it("the file of everybody is read off the index too, through its cursor", async () => {
  const plan = await asViewer(web, viewer, async (trx) => {
    const query = queueInOrder(ctx, { who: "all", limit: null });
    const { rows } = await sql<{ "QUERY PLAN": string }>`
      explain (costs off) declare batches no scroll cursor for ${query}`.execute(trx);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
  expect(plan).toContain("Index Only Scan using work_queue_in_order");
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});

it("counts go no further than they count", async () => {
  const plan = await planOf(selectCounts(ctx));
  expect(plan).toContain("Index Only Scan using work_queue_in_order");
  expect(plan).not.toContain("Seq Scan");
  const looked = [...plan.matchAll(/Index Only Scan.*rows=(\d+)/g)].map(([, rows]) => Number(rows));
  expect(looked).toEqual([10_000, waiting / 100 - 2, 10_000]);
});

it("whoever sees a few customers alone does not walk the queue of all", async () => {
  const few = viewerOf({ customerIds: [7, 39_999] });
  const plan = await planOf(selectPlaces({ viewer: few, asOf }, { who: "all", place: null, limit: 51 }), few);
  expect(plan).toContain("work_queue_pkey");
  expect(plan).not.toContain("Seq Scan");
});
