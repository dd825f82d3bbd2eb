import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { createCache } from "#platform/cache/cache.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { assignCustomers, insertAlerts, insertCustomers } from "#test/builders/customer-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { serve } from "#test/http/serve.ts";
import { createCustomersApi } from "./api.ts";
import type { ExplainHealth } from "./explain-health.ts";
import { exportCustomers } from "./export-customers.ts";
import { exportBatch } from "./weights.ts";

const now = new Date("2026-03-03T04:00:00Z");
const many = exportBatch * 2 + 345;

const explanation = {
  reasons: [{ component: "velocity" as const, points: 12, score: 62.54, weight: 25, text: "1.2 a week" }],
  missing: [],
  flags: [],
  forcedText: null,
  callsInWindow: 2,
  nextAction: { title: "Call the customer", urgency: "today" as const },
};
const explain: ExplainHealth = async (_trx, rows) => rows.map(() => explanation);

let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  api = apiUnderTest({ db: web, now, routes: createCustomersApi(explain) });
  await insertCustomers(owner, [
    {
      id: 1,
      name: '=HYPERLINK("http://evil.example","Ada, ""Countess"""',
      health: { score: 30, tier: "critical", lastSessionAt: "2026-03-03T03:30:00Z" },
      monthlySpend: 120.5,
    },
    { id: 2, name: "Zoë Petrov", health: { score: 64, tier: "at_risk" }, monthlySpend: null },
    { id: 3, name: "Paused", status: "paused", health: { score: null, tier: null } },
    { id: 4, name: "Gone", removedAt: "2026-02-01T00:00:00Z" },
    ...Array.from({ length: many }, (_, index) => ({
      id: 1_000 + index,
      name: `Crowd ${index}`,
      health: { score: 90 + (index % 10), tier: "thriving" as const },
    })),
  ]);
  await assignCustomers(owner, [{ customerId: 1, ownerId: "user-1", name: "Olga Operator" }]);
  await insertAlerts(owner, [{ customerId: 1, severity: "warning", title: "Calls pile up" }]);
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

type Line = Record<string, string>;

let readers = 0;
/** Somebody new each time: exports are counted by person. */
const anybody = () => viewerOf({ userId: `reader-${++readers}` });

async function read(query: string, viewer = anybody()): Promise<Line[]> {
  const response = await api.fetch(`/customers.csv${query}`, viewer);
  expect(response.status).toBe(200);
  return parse(await response.text(), { columns: true, bom: true }) as Line[];
}

/** The list over all its pages. */
async function listed(query: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = "";
  do {
    const { body } = await api.get(`/customers?pageSize=200&${query}${cursor}`);
    ids.push(...body.data.map(({ id }: { id: number }) => String(id)));
    cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
  } while (cursor !== "");
  return ids;
}

async function audits() {
  const { rows } = await sql<{ action: string; details: Record<string, unknown> }>`
    select action, details from audit_log where entity = 'customers' order by audit_id desc limit 2`.execute(
    owner,
  );
  return rows.reverse();
}

/** The end of a transfer that the other side broke is noted when the break has been noticed. */
async function untilNoted(isComplete: boolean) {
  await expect
    .poll(async () => (await audits()).at(-1))
    .toMatchObject({ action: "customers.exported", details: { isComplete } });
  return (await audits()).at(-1)?.details;
}

describe("GET /customers.csv", () => {
  it("is a file with the day in its name, by the reader's calendar", async () => {
    const response = await api.fetch("/customers.csv?tiers=critical");
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(
      'attachment; filename="customers-2026-03-02.csv"',
    );
    expect(response.headers.get("etag")).toBeNull();
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it("holds what the list shows of a customer, safe to open in a spreadsheet", async () => {
    const [line] = await read("?tiers=critical");
    expect(line).toEqual({
      Id: "1",
      Customer: `'=HYPERLINK("http://evil.example","Ada, ""Countess"""`,
      Status: "active",
      "Health score (0 to 100)": "30",
      Tier: "Critical",
      "Tier by score alone": "Critical",
      "Forced by": "",
      "First session (0 to 100)": "",
      "Velocity (0 to 100)": "62.5",
      "Inbound calls (0 to 100)": "",
      "Goals (0 to 100)": "",
      "Tutor consistency (0 to 100)": "",
      "Confidence (0 to 1)": "1",
      "Open alerts": "1",
      "Gravest open alert": "warning",
      Why: "1.2 a week",
      "Next action": "Call the customer",
      Owner: "Olga Operator",
      "Last session (America/Chicago)": "2026-03-02 21:30",
      "Calls to support in 14 days": "2",
      "Spend a month (USD)": "120.50",
      "E-mail": "customer1@example.org",
      "Agreed to e-mails": "yes",
      Phone: "'+1 555 010 4567",
      "Agreed to calls": "no",
    });
  });

  it.each([
    "",
    "tiers=critical,at_risk",
    "tiers=removed,unscored",
    "owner=me",
    "owner=nobody&tiers=at_risk",
    "sort=name&direction=desc",
    "sort=tier&search=crowd+12",
    "sort=last_session",
    "sort=monthly_spend&tiers=thriving,critical",
  ])("has the customers of the list for “%s”, in the same order", async (query) => {
    const lines = await read(`?${query}`, query.includes("owner=me") ? viewerOf() : anybody());
    expect(lines.map(({ Id }) => Id)).toEqual(await listed(query));
  });

  it("cuts personal data short for viewers, and holds only whom they may see", async () => {
    const lines = await read("?tiers=critical,at_risk", viewerOf({ role: "viewer", customerIds: [2] }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      Customer: "Zoë Petrov",
      "E-mail (cut short)": "c•••@example.org",
      "Phone (cut short)": "••• 4567",
    });
  });

  it("is kept in the audit log: who, which filter, how many rows", async () => {
    await read("?tiers=thriving&search=crowd");
    const filter = { tiers: ["thriving"], search: "crowd", sort: "score", direction: "asc", owner: null };
    expect(await audits()).toEqual([
      { action: "customers.export_started", details: { filter } },
      { action: "customers.exported", details: { filter, rows: many, isComplete: true } },
    ]);
  });

  it("breaks the transfer when reading fails in the middle, so that the file does not look whole", async () => {
    let batches = 0;
    const failing: ExplainHealth = async (trx, rows, asOf) => {
      batches++;
      if (batches === 2) throw new Error("The database has gone.");
      return await explain(trx, rows, asOf);
    };
    const cache = createCache({ redisUrl: null, log: silentLog });
    const ctx = { db: web, viewer: viewerOf(), now: () => now, cache, explain: failing };
    const selection = { sort: "score", direction: "desc", tiers: [], search: "", owner: null } as const;
    const served = await serve(async () => await exportCustomers(ctx, selection));
    const response = await fetch(served.url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
    expect(await untilNoted(false)).toMatchObject({ rows: exportBatch });
    await served.close();
    await cache.close();
  });

  it("gives up the connection when the reader leaves", async () => {
    const response = await api.fetch("/customers.csv", anybody());
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await untilNoted(false);
    const { rows } = await sql<{ open: number }>`select count(*)::int as open from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`.execute(owner);
    expect(rows).toEqual([{ open: 0 }]);
  });

  it("is held back where somebody asks for very many", async () => {
    const eager = viewerOf({ userId: "eager" });
    for (let asked = 0; asked < 10; asked++) await read("?tiers=critical", eager);
    const response = await api.fetch("/customers.csv?tiers=critical", eager);
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("refuses what the list refuses", async () => {
    expect((await api.fetch("/customers.csv?sort=luck", anybody())).status).toBe(400);
    expect((await api.fetch("/customers.csv", null)).status).toBe(401);
  });
});
