import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { countByTier } from "#features/customers/count-by-tier.ts";
import type { CustomerSelection } from "#features/customers/customer-order.ts";
import { exportCustomers } from "#features/customers/export-customers.ts";
import { type CustomersContext, listCustomers } from "#features/customers/list-customers.ts";
import type { Cache } from "#platform/cache/cache.ts";
import { createLog } from "#platform/log.ts";
import type { Viewer } from "#platform/viewer.ts";
import { explainHealth } from "#registry/explain-health.ts";
import { noCache } from "#test/builders/list-under-test.ts";
import { type Bench, type BenchContext, type Measurement, numberOption, type Reading } from "./bench.ts";
import { frequentName, generateCustomersWorld, greatOwner, rareName, someOwner } from "./customers-world.ts";
import { worldAsOf } from "./generate-world.ts";
import { watchMemory } from "./peak-memory.ts";

const runs = 25;
/** What a page of the list may take, in milliseconds at the 95th percentile. */
const barMs = 100;

/** Pages, counts and the file of the customer list, as a viewer asks for them: `--customers 1000000`. */
export const customersBench: Bench = {
  name: "customers",
  async run(ctx) {
    return await measure(ctx, numberOption("CUSTOMERS", 100_000));
  },
};

async function measure(ctx: BenchContext, customers: number): Promise<(Measurement | Reading)[]> {
  const url = await ctx.createDatabase(`customers_${customers}`);
  const log = createLog({ process: "bench", level: "error", destination: "stderr" });
  const options = { url, name: "bench", log, slowQueryMs: Number.POSITIVE_INFINITY };
  const owner = createDatabase(options);
  ctx.say(`customers: making ${customers} customers …`);
  await generateCustomersWorld(owner, customers);
  await owner.destroy();
  const web = createDatabase({ ...options, role: "dashboard_web" });
  try {
    ctx.say("customers: measuring …");
    const size = `${customers} customers`;
    return [
      ...(await measurePages(web, size)),
      ...(await measureCounts(web, size)),
      ...(await measureFile(web, url, size)),
    ];
  } finally {
    await web.destroy();
  }
}

const viewer: Viewer = {
  userId: someOwner,
  kind: "user",
  name: "Bench",
  role: "operator",
  timezone: "America/Chicago",
  customerIds: null,
  subjectCodes: null,
};

const usual: CustomerSelection = {
  sort: "score",
  direction: "asc",
  tiers: ["critical", "at_risk"],
  search: "",
  owner: null,
};

const pages: readonly [string, Partial<CustomerSelection>][] = [
  ["first page, as it opens", {}],
  ["everybody by score", { tiers: [] }],
  ["by name", { sort: "name", tiers: [] }],
  ["at risk by name", { sort: "name" }],
  ["by last session", { sort: "last_session", direction: "desc", tiers: [] }],
  ["by spend", { sort: "monthly_spend", direction: "desc", tiers: [] }],
  ["without a score", { tiers: ["unscored"] }],
  ["removed", { tiers: ["removed"] }],
  ["removed by name", { sort: "name", tiers: ["removed"] }],
  ["search, few", { search: rareName, tiers: [] }],
  ["search, very many", { search: frequentName, tiers: [] }],
  ["search, two letters", { search: "li", tiers: [] }],
  ["search, an e-mail", { search: "c77777@", tiers: [] }],
  ["mine, some hundreds", { owner: "me", tiers: [] }],
  ["a colleague's, a tenth", { owner: greatOwner }],
  ["a colleague's, by name", { owner: greatOwner, sort: "name", tiers: [] }],
  ["nobody's", { owner: "nobody" }],
  ["nobody's, by name", { owner: "nobody", sort: "name", tiers: [] }],
];

async function measurePages(db: Database, size: string): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const [what, change] of pages) {
    const selection = { ...usual, ...change };
    const counts = await asViewer(db, viewer, async (trx) => await countByTier(trx, usual));
    const ctx = contextOf(db, { ...noCache, getOrCompute: async <T>() => counts as T });
    const first = await listCustomers(ctx, { ...selection, pageSize: 25 });
    const read = async (cursor?: string) => await listCustomers(ctx, { ...selection, pageSize: 25, cursor });
    readings.push(reading(`list, ${what}`, size, await percentiles(async () => await read()), barMs));
    const cursor = await walk(read, first.nextCursor);
    if (cursor !== null)
      readings.push(
        reading(`list, ${what}, 20 pages on`, size, await percentiles(async () => await read(cursor)), barMs),
      );
  }
  return readings;
}

async function walk(
  read: (cursor: string) => Promise<{ nextCursor: string | null }>,
  first: string | null,
): Promise<string | null> {
  let cursor = first;
  for (let page = 0; page < 19 && cursor !== null; page++) cursor = (await read(cursor)).nextCursor;
  return cursor;
}

const counted: readonly [string, Pick<CustomerSelection, "search" | "owner">][] = [
  ["everybody", { search: "", owner: null }],
  ["search, few", { search: rareName, owner: null }],
  ["search, very many", { search: frequentName, owner: null }],
  ["mine", { search: "", owner: someOwner }],
  ["a colleague's, a tenth", { search: "", owner: greatOwner }],
  ["nobody's", { search: "", owner: "nobody" }],
];

async function measureCounts(db: Database, size: string): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const [what, selection] of counted) {
    const work = async () => await asViewer(db, viewer, async (trx) => await countByTier(trx, selection));
    readings.push(reading(`counts without the cache, ${what}`, size, await percentiles(work)));
  }
  return readings;
}

async function measureFile(db: Database, url: string, size: string): Promise<(Measurement | Reading)[]> {
  const before = Math.round(process.memoryUsage().rss / 2 ** 20);
  const stopWatching = await watchMemory(url, process.pid);
  const startedMs = performance.now();
  const response = await exportCustomers(contextOf(db, noCache), { ...usual, tiers: [] });
  let bytes = 0;
  let lines = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    lines += chunk.filter((byte) => byte === 10).length;
  }
  const ms = performance.now() - startedMs;
  const { ownMb, postgresMb } = await stopWatching();
  return [
    { what: "CSV of the whole list", size, ms, count: lines - 1 },
    { what: "CSV, its size", size, figure: `${Math.round(bytes / 2 ** 20)} MB` },
    {
      what: "CSV, memory at the highest",
      size,
      figure: `${ownMb} MB (${before} before), PostgreSQL ${postgresMb} MB`,
    },
  ];
}

function contextOf(db: Database, cache: Cache): CustomersContext {
  return { db, viewer, cache, now: () => worldAsOf, explain: explainHealth };
}

type Percentiles = { p50: number; p95: number };

async function percentiles(work: () => Promise<unknown>): Promise<Percentiles> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedMs = performance.now();
    await work();
    times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

function reading(what: string, size: string, { p50, p95 }: Percentiles, bar?: number): Reading {
  const figure = `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  return { what, size, figure, ...(bar ? { bar: `p95 ${bar} ms`, isWithinBar: p95 <= bar } : {}) };
}
