import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import type { Viewer } from "#platform/viewer.ts";
import { toListItem } from "./customer-answer.ts";
import { type CustomerSelection, tierFilters } from "./customer-order.ts";
import type { ExplainHealth } from "./explain-health.ts";
import { type ListPlace, listPlaceSchema } from "./list-place.ts";
import { countByTier, readPageOfIds, type TierCounts } from "./list-queries.ts";
import { readCustomerRows } from "./queries.ts";
import type { CustomerList } from "./schemas.ts";
import { countsForSeconds } from "./weights.ts";

export type CustomersContext = {
  db: Database;
  viewer: Viewer;
  now: Clock;
  cache: Cache;
  explain: ExplainHealth;
};

export type ListCustomersInput = CustomerSelection & { cursor?: string | undefined; pageSize: number };

/** One page of the customer list with the counts of its filters. Throws invalid_input for a foreign cursor. */
export async function listCustomers(ctx: CustomersContext, input: ListCustomersInput): Promise<CustomerList> {
  const place = input.cursor === undefined ? null : decodeCursor(input.cursor, listPlaceSchema);
  const [counts, page] = await Promise.all([
    countsOf(ctx, input.search),
    asViewer(ctx.db, ctx.viewer, async (trx) => {
      const page = await readPageOfIds(trx, input, place, input.pageSize);
      const rows = await readCustomerRows(trx, page.ids);
      return { ...page, rows, explanations: await ctx.explain(trx, rows, ctx.now()) };
    }),
  ]);
  const wanted = input.tiers.length === 0 ? tierFilters : input.tiers;
  return {
    data: page.rows.map((row, index) => toListItem(row, page.explanations[index])),
    nextCursor: cursorOf(page.next),
    previousCursor: cursorOf(page.previous),
    offset: page.offset,
    total: wanted.reduce((sum, tier) => sum + counts[tier], 0),
    counts,
  };
}

const cursorOf = (place: ListPlace | null) => (place === null ? null : encodeCursor(place));

/** Counting reads every customer once, so all who may see the same customers share it for a few seconds. */
async function countsOf({ db, viewer, cache }: CustomersContext, search: string): Promise<TierCounts> {
  const scope = [
    viewer.role === "viewer" ? "masked" : "full",
    viewer.customerIds,
    search.trim().toLowerCase(),
  ];
  return await cache.getOrCompute(
    `customers:counts:${JSON.stringify(scope)}`,
    countsForSeconds,
    async () => await asViewer(db, viewer, async (trx) => await countByTier(trx, search)),
  );
}
