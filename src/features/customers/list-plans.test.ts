import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { silentLog as log, viewerOf } from "#test/builders/api-under-test.ts";
import { everything, noCache } from "#test/builders/list-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { type CustomerSelection, customerSorts, type TierFilter } from "./customer-order.ts";
import { type CustomersContext, listCustomers } from "./list-customers.ts";

const operator = viewerOf();

const context = (): Omit<CustomersContext, "db"> => ({
  viewer: operator,
  cache: noCache,
  now: () => new Date("2026-03-02T12:00:00Z"),
  explain: async () => [],
});

describe("plans at 100,000 customers", () => {
  let large: TestDatabase;
  let largeWeb: Database;

  beforeAll(async () => {
    large = await createTestDatabase();
    const largeOwner = createDatabase({ url: large.ownerUrl, name: "test", log });
    await sql`insert into customers (customer_id, name, email, timezone, monthly_spend, email_consent, phone_consent,
        status, signed_up_at, created_at, updated_at, content_hash)
      select i, 'Customer ' || md5(i::text), 'c' || i || '@example.org', 'UTC', i % 400, true, true, 'active',
        '2026-01-01', '2026-01-01', '2026-01-01', md5(i::text)::uuid
      from generate_series(1, 100000) as i`.execute(largeOwner);
    await sql`insert into customer_health_scores (customer_id, score, tier, score_tier, confidence, last_session_at,
        settings_version, computed_at)
      select i, i % 101, tier, tier, 1, '2026-03-01'::timestamptz - i * interval '1 minute', 1, '2026-03-02'
      from generate_series(1, 100000) as i, lateral (select case when i % 101 <= 40 then 'critical'
        when i % 101 <= 70 then 'at_risk' when i % 101 <= 85 then 'healthy' else 'thriving' end as tier) as t`.execute(
      largeOwner,
    );
    await sql`update customers set deleted_at = '2026-02-01' where customer_id % 200 = 7`.execute(largeOwner);
    await sql`update customer_health_scores set score = null, tier = null, score_tier = null, unscored_reason = 'removed'
      where customer_id % 200 = 7`.execute(largeOwner);
    // A colleague of a tenth of all, and many of some hundreds.
    await sql`insert into customer_owners (customer_id, owner_id, owner_name, assigned_by, assigned_at)
      select i, case when i % 10 = 3 then 'user-great' else 'user-' || i / 10 % 90 end, 'Colleague', 'user-0', '2026-02-01'
      from generate_series(1, 100000) as i where i % 10 in (3, 5)`.execute(largeOwner);
    await sql`insert into alerts (rule, kind, severity, state, fingerprint, title, explanation, entity_kind, entity_id,
        customer_id, opened_at, last_seen_at, closed_at)
      select 'risk', 'customer_risk', 'warning', case when i % 50 = 0 then 'active' else 'resolved' end, 'risk ' || i,
        'About to leave', 'Score 30.', 'customer', i::text, 1 + i / 4, '2026-02-01', '2026-02-01',
        case when i % 50 > 0 then '2026-02-02'::timestamptz end
      from generate_series(1, 100000) as i`.execute(largeOwner);
    await sql`vacuum analyze customers, customer_health_scores, customer_owners, alerts`.execute(largeOwner);
    await largeOwner.destroy();
    // One connection, so that its counters hold everything that was read.
    largeWeb = createDatabase({ url: large.webUrl, name: "test", log, poolSize: 1 });
  }, 120_000);

  afterAll(async () => {
    await largeWeb.destroy();
    await large.drop();
  });

  /** Blocks that every statement of one page touches together, as the server counts them. */
  async function blocksOf(selection: Partial<CustomerSelection>, deep: boolean): Promise<number> {
    const ctx = { ...context(), db: largeWeb };
    const first = await listCustomers(ctx, { ...everything, ...selection, pageSize: 25 });
    const cursor = deep
      ? Buffer.from(
          JSON.stringify({
            ...JSON.parse(Buffer.from(first.nextCursor ?? "", "base64url").toString()),
            ...middleOf[selection.sort ?? "score"],
          }),
        ).toString("base64url")
      : undefined;
    const before = await readBlocks();
    await listCustomers(
      { ...ctx, cache: { ...noCache, getOrCompute: async <T>() => first.counts as T } },
      { ...everything, ...selection, pageSize: 25, cursor },
    );
    return (await readBlocks()) - before;
  }

  const middleOf = {
    score: { value: "20", id: 50_000 },
    name: { value: "customer 7777", id: 1 },
    tier: { value: "20", id: 50_000 },
    last_session: { value: "2026-01-10T00:00:00Z", id: 1 },
    monthly_spend: { value: "20000", id: 50_000 },
  };

  async function readBlocks(): Promise<number> {
    await sql`select pg_stat_force_next_flush()`.execute(largeWeb);
    return await asViewer(largeWeb, operator, async (trx) => {
      const { rows } = await sql<{ blocks: number }>`
        select (sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read))::bigint as blocks
        from pg_statio_user_tables where relname in ('customers', 'customer_health_scores', 'customer_owners', 'alerts')`.execute(
        trx,
      );
      return rows[0]?.blocks ?? 0;
    });
  }

  /** How often the statements of one page scanned whole tables, and which indexes they scanned. */
  async function scansOf(selection: Partial<CustomerSelection>) {
    const before = await readScans();
    await listCustomers(
      { ...context(), db: largeWeb, cache: { ...noCache, getOrCompute: async <T>() => noCounts as T } },
      { ...everything, ...selection, pageSize: 25 },
    );
    const after = await readScans();
    const indexes = [...after]
      .filter(([name, scans]) => scans > (before.get(name) ?? 0))
      .map(([name]) => name);
    return { whole: indexes.filter((name) => name.startsWith("all of ")), indexes };
  }

  const noCounts = { critical: 0, at_risk: 0, healthy: 0, thriving: 0, unscored: 0, removed: 0 };

  async function readScans(): Promise<Map<string, number>> {
    await sql`select pg_stat_force_next_flush()`.execute(largeWeb);
    const { rows } = await sql<{ name: string; scans: number }>`
      select 'all of ' || relname as name, seq_scan as scans from pg_stat_user_tables
      where relname in ('customers', 'customer_health_scores', 'customer_owners', 'alerts')
      union all
      select indexrelname, idx_scan from pg_stat_user_indexes`.execute(largeWeb);
    return new Map(rows.map(({ name, scans }) => [name, scans]));
  }

  it.each(
    customerSorts.flatMap((sort) => [
      [sort, "asc" as const, [] as TierFilter[]] as const,
      [sort, "desc" as const, ["critical", "at_risk"] as TierFilter[]] as const,
    ]),
  )(
    "sorted by %s %s with tiers %j, a page in the middle reads a few blocks, not the table",
    async (sort, direction, tiers) => {
      expect(await blocksOf({ sort, direction, tiers }, true)).toBeLessThan(1_500);
    },
  );

  it.each([
    ["mine", { owner: "user-7" }],
    ["mine by name", { owner: "user-7", sort: "name" }],
    ["a colleague's, a tenth", { owner: "user-great" }],
    ["a colleague's, a tenth, by name", { owner: "user-great", sort: "name" }],
    ["a colleague's, a tenth, by spend", { owner: "user-great", sort: "monthly_spend", direction: "desc" }],
    ["nobody's by name", { owner: "nobody", sort: "name" }],
    ["removed", { tiers: ["removed"] }],
    ["removed by name", { tiers: ["removed"], sort: "name" }],
  ] as [string, Partial<CustomerSelection>][])(
    "%s: no table is read as a whole",
    async (_what, selection) => {
      expect((await scansOf(selection)).whole).toEqual([]);
    },
  );

  it.each([
    ["by score", {}],
    ["by name", { sort: "name" }],
    ["by last session", { sort: "last_session", direction: "desc" }],
    ["among a colleague's", { owner: "user-great" }],
  ] as [string, Partial<CustomerSelection>][])(
    "a search that everybody answers to, %s, reads what fills a page, not everybody",
    async (_what, selection) => {
      // Everybody's names and scores are some 600,000 blocks, looked up one by one.
      expect(await blocksOf({ search: "customer", ...selection }, false)).toBeLessThan(15_000);
    },
  );

  it("removed customers by name are read off their own index, open alerts off theirs", async () => {
    expect((await scansOf({ tiers: ["removed"], sort: "name" })).indexes).toContain("customers_removed");
    expect((await scansOf({})).indexes).toContain("alerts_open_by_customer");
    expect((await scansOf({ owner: "user-7" })).indexes).toContain("customer_owners_by_owner");
  });

  it("a search reads what it finds, not the table", async () => {
    expect(await blocksOf({ search: "c99999@" }, false)).toBeLessThan(1_500);
    expect(await blocksOf({ search: "a87ff679" }, false)).toBeLessThan(1_500);
  });
});
