import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { riskTiers } from "#domain/customers/risk-tier.ts";
import { createLog } from "#platform/log.ts";
import type { Viewer } from "#platform/viewer.ts";
import { assignCustomers, type CustomerRecord, insertCustomers } from "#test/builders/customer-records.ts";
import { everything, noCache } from "#test/builders/list-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import {
  type CustomerSelection,
  customerSorts,
  presentFilters,
  type TierFilter,
  tierFilters,
} from "./customer-order.ts";
import { type CustomersContext, listCustomers, selectionFor } from "./list-customers.ts";
import type { ListPlace } from "./list-place.ts";
import { type PageOfIds, readPageOfIds } from "./list-queries.ts";

const log = createLog({ process: "test", level: "silent" });
const names = [
  "Ada Lovelace",
  "Zoë Petrov",
  "alan turing",
  "Noor 100%",
  "Grace_Hopper",
  "Li Chen",
  "Ada Chen",
];

const colleagues = ["user-1", "user-2"];

/** 120 customers whose sort values collide often, some without score, some never computed, some removed. */
const records: (CustomerRecord & { owner: string | null })[] = fc
  .sample(
    fc.record({
      name: fc.constantFrom(...names),
      monthlySpend: fc.constantFrom(null, 0, 49.5, 120.25),
      score: fc.integer({ min: 0, max: 100 }),
      tier: fc.constantFrom(...riskTiers),
      state: fc.constantFrom("scored", "scored", "scored", "paused", "not computed", "removed", "gone"),
      owner: fc.constantFrom(null, ...colleagues),
      lastSessionAt: fc.constantFrom(
        null,
        "2026-03-01T10:00:00.123456Z",
        "2026-03-01T10:00:00.123457Z",
        "2026-01-01T00:00:00Z",
      ),
    }),
    { numRuns: 120, seed: 7 },
  )
  .map(({ name, monthlySpend, score, tier, state, lastSessionAt, owner }, index) => ({
    id: index + 1,
    name,
    monthlySpend,
    email: `person${index + 1}@example.org`,
    owner,
    ...(state === "scored" ? { health: { score, tier, lastSessionAt } } : {}),
    ...(state === "paused" ? { health: { score: null, tier: null, lastSessionAt } } : {}),
    ...(state === "removed" || state === "gone" ? { removedAt: "2026-02-20T08:00:00Z" } : {}),
    ...(state === "removed"
      ? { health: { score: null, tier: null, unscoredReason: "removed" as const, lastSessionAt } }
      : {}),
  }));

const operator: Viewer = {
  userId: "user-1",
  kind: "user",
  name: "Op",
  role: "operator",
  timezone: "UTC",
  customerIds: null,
  subjectCodes: null,
};

let database: TestDatabase;
let owner: Database;
let web: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log });
  web = createDatabase({ url: database.webUrl, name: "test", log });
  await insertCustomers(owner, records);
  await assignCustomers(
    owner,
    records.flatMap(({ id, owner }) => (owner ? [{ customerId: id, ownerId: owner }] : [])),
  );
});

afterAll(async () => {
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

const context = (viewer: Viewer = operator): CustomersContext => ({
  db: web,
  viewer,
  cache: noCache,
  now: () => new Date("2026-03-02T12:00:00Z"),
  explain: async () => [],
});

async function idsOf(selection: Partial<CustomerSelection>, viewer?: Viewer) {
  const page = await listCustomers(context(viewer), { ...everything, ...selection, pageSize: 200 });
  return page.data.map(({ id }) => id);
}

const filterOf = (record: CustomerRecord): TierFilter =>
  record.health?.tier ?? (record.removedAt ? "removed" : "unscored");

const isOwnedBy = (record: { owner: string | null }, owner: string | null) =>
  owner === null ||
  (owner === "nobody" ? !record.owner : record.owner === (owner === "me" ? operator.userId : owner));

/** The list as a person would sort it by hand. */
function sortedByHand({ sort, direction, tiers, search, owner }: CustomerSelection): number[] {
  const wanted: readonly TierFilter[] = tiers.length === 0 ? presentFilters : tiers;
  const turn = direction === "asc" ? 1 : -1;
  const keys = (record: CustomerRecord): { rank: number; value: number | string | null } => {
    const { health } = record;
    const rankOfTier = health?.tier ? riskTiers.indexOf(health.tier) * turn : 10;
    const unscored = filterOf(record) === "removed" ? 13 : health === undefined ? 12 : 11;
    if (sort === "name") return { rank: 0, value: (record.name ?? "").toLowerCase() };
    if (sort === "monthly_spend")
      return { rank: record.monthlySpend === null ? 1 : 0, value: record.monthlySpend ?? null };
    if (sort === "last_session") {
      const at = health?.lastSessionAt ?? null;
      return { rank: health === undefined ? 2 : at === null ? 1 : 0, value: at };
    }
    if (!health?.tier) return { rank: unscored, value: null };
    return { rank: sort === "tier" ? rankOfTier : 0, value: health.score };
  };
  return records
    .filter((record) => wanted.includes(filterOf(record)))
    .filter((record) => isOwnedBy(record, owner))
    .filter((record) => (record.name ?? "").toLowerCase().includes(search))
    .map((record) => ({ id: record.id, ...keys(record) }))
    .sort((a, b) => {
      if (a.rank !== b.rank) return a.rank - b.rank;
      if (a.value === null || b.value === null) return a.id - b.id;
      if (a.value !== b.value) return a.value < b.value ? -turn : turn;
      return (a.id - b.id) * turn;
    })
    .map(({ id }) => id);
}

describe("pages of the customer list", () => {
  const selections = fc.record({
    sort: fc.constantFrom(...customerSorts),
    direction: fc.constantFrom("asc" as const, "desc" as const),
    tiers: fc.subarray([...tierFilters]),
    search: fc.constantFrom("", "", "ada", "chen"),
    owner: fc.constantFrom(null, null, "me", "nobody", "user-2"),
    pageSize: fc.integer({ min: 1, max: 40 }),
  });

  it("put together are the whole sorted list, forth and back", async () => {
    await fc.assert(
      fc.asyncProperty(selections, async ({ pageSize, ...selection }) => {
        const expected = sortedByHand(selection);
        const wanted = { ...selection, pageSize };
        const forth: number[] = [];
        let page = await listCustomers(context(), wanted);
        expect(page.previousCursor).toBeNull();
        expect(page.total).toBe(expected.length);
        for (;;) {
          expect(page.offset).toBe(forth.length);
          forth.push(...page.data.map(({ id }) => id));
          if (page.nextCursor === null) break;
          page = await listCustomers(context(), { ...wanted, cursor: page.nextCursor });
        }
        expect(forth).toEqual(expected);
        let back = page.data.map(({ id }) => id);
        while (page.previousCursor !== null) {
          page = await listCustomers(context(), { ...wanted, cursor: page.previousCursor });
          back = [...page.data.map(({ id }) => id), ...back];
          expect(page.offset).toBe(expected.length - back.length);
        }
        expect(back).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it("are the same where customers are asked one by one in the order of the list", async () => {
    let walked = 0;
    await fc.assert(
      fc.asyncProperty(selections, fc.constantFrom(8, 40, 200), async (asked, mostWalked) => {
        const { pageSize, ...wanted } = asked;
        const selection = selectionFor(operator, wanted);
        const bounds = { fewFound: 0, mostWalked };
        const ids: number[] = [];
        let place: ListPlace | null = null;
        do {
          const from: ListPlace | null = place;
          const page: PageOfIds = await asViewer(
            web,
            operator,
            async (trx) => await readPageOfIds(trx, selection, from, pageSize, bounds),
          );
          ids.push(...page.ids);
          place = page.next;
        } while (place !== null);
        expect(ids).toEqual(sortedByHand(wanted));
        if (wanted.search !== "" || wanted.owner === "user-2") walked++;
      }),
      { numRuns: 60 },
    );
    expect(walked).toBeGreaterThan(5);
  }, 120_000);

  it("refuses a cursor that it did not give out", async () => {
    await expect(
      listCustomers(context(), { ...everything, pageSize: 5, cursor: "nonsense" }),
    ).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("searching customers", () => {
  const named = (test: (name: string) => boolean) =>
    records
      .filter((record) => filterOf(record) !== "removed" && test((record.name ?? "").toLowerCase()))
      .map(({ id }) => id);
  const sorted = (ids: number[]) => ids.toSorted((a, b) => a - b);

  it.each([
    ["part of a name", "VELACE", (name: string) => name.includes("velace")],
    ["words in any order", "chen ada", (name: string) => name === "ada chen"],
    ["the beginning of a word", "ch", (name: string) => name.endsWith("chen")],
    ["letters beyond ASCII", "ZOË", (name: string) => name.startsWith("zoë")],
    ["signs that LIKE would read", "100%", (name: string) => name.includes("100%")],
    ["an underscore as itself", "grace_", (name: string) => name.startsWith("grace_")],
  ])("finds %s", async (_what, search, test) => {
    const expected = named(test);
    expect(expected.length).toBeGreaterThan(0);
    expect(sorted(await idsOf({ search }))).toEqual(expected);
  });

  it("finds an id and an e-mail address, each customer once", async () => {
    expect(await idsOf({ search: "77" })).toEqual([77]);
    expect(await idsOf({ search: "person113@" })).toEqual([113]);
    expect(sorted(await idsOf({ search: "113" }))).toEqual([113]);
  });

  it("does not let viewers find by an e-mail address that they may not read", async () => {
    expect(await idsOf({ search: "person113@" }, { ...operator, role: "viewer" })).toEqual([]);
    expect(await idsOf({ search: "113" }, { ...operator, role: "viewer" })).toEqual([113]);
  });

  it("counts by tier what it finds, whatever the tier filter", async () => {
    const page = await listCustomers(context(), {
      ...everything,
      search: "ada",
      tiers: ["critical"],
      pageSize: 3,
    });
    const found = records.filter(({ name }) => name?.startsWith("Ada"));
    for (const tier of tierFilters) {
      expect(page.counts[tier]).toBe(found.filter((record) => filterOf(record) === tier).length);
    }
    expect(page.total).toBe(page.counts.critical);
  });
});

describe("what a viewer may see", () => {
  it("holds for rows, counts and search", async () => {
    const limited = { ...operator, customerIds: [3, 5, 8] };
    expect(new Set(await idsOf({}, limited))).toEqual(new Set([3, 5, 8]));
    const page = await listCustomers(context(limited), { ...everything, pageSize: 5 });
    expect(Object.values(page.counts).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await idsOf({ search: "77" }, limited)).toEqual([]);
    expect(await idsOf({}, { ...operator, customerIds: [] })).toEqual([]);
  });
});
