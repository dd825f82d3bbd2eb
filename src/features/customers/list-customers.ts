import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import type { Viewer } from "#platform/viewer.ts";
import { readOpenAlerts } from "./alert-queries.ts";
import { countByTier, type TierCounts } from "./count-by-tier.ts";
import { toListItem } from "./customer-answer.ts";
import { type CustomerSelection, chosenTiers, ownerWords } from "./customer-order.ts";
import type { ExplainHealth } from "./explain-health.ts";
import { type ListPlace, listPlaceSchema } from "./list-place.ts";
import { readPageOfIds } from "./list-queries.ts";
import { readCustomerRows } from "./queries.ts";
import type { CustomerList, CustomerListItem } from "./schemas.ts";
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
  const selection = selectionFor(ctx.viewer, input);
  const [counts, page] = await Promise.all([
    countsOf(ctx, selection),
    asViewer(ctx.db, ctx.viewer, async (trx) => {
      const page = await readPageOfIds(trx, selection, place, input.pageSize);
      return { ...page, items: await readListItems(trx, ctx, page.ids) };
    }),
  ]);
  return {
    asOf: ctx.now().toISOString(),
    data: page.items,
    nextCursor: cursorOf(page.next),
    previousCursor: cursorOf(page.previous),
    offset: page.offset,
    total: chosenTiers(input.tiers).reduce((sum, tier) => sum + counts[tier], 0),
    counts,
  };
}

/** The selection as the database is asked: "me" is the viewer. */
export function selectionFor<Selection extends CustomerSelection>(
  viewer: Viewer,
  selection: Selection,
): Selection {
  return selection.owner === ownerWords.me ? { ...selection, owner: viewer.userId } : selection;
}

/** These customers as the list shows them, in the order of `ids`. */
export async function readListItems(
  trx: Trx,
  { explain, now }: Pick<CustomersContext, "explain" | "now">,
  ids: readonly number[],
): Promise<CustomerListItem[]> {
  const rows = await readCustomerRows(trx, ids);
  const explanations = await explain(trx, rows, now());
  const alerts = await readOpenAlerts(trx, ids);
  return rows.map((row, index) => toListItem(row, explanations[index], alerts.get(row.customer_id)));
}

const cursorOf = (place: ListPlace | null) => (place === null ? null : encodeCursor(place));

/** Counting reads every customer once, so all who may see the same customers share it for a few seconds. */
async function countsOf(
  { db, viewer, cache }: CustomersContext,
  selection: CustomerSelection,
): Promise<TierCounts> {
  const { search, owner } = selection;
  const scope = [
    viewer.role === "viewer" ? "masked" : "full",
    viewer.customerIds,
    search.trim().toLowerCase(),
    owner,
  ];
  // Counts by owner are wrong as soon as somebody is assigned, the others are not.
  const group = owner === null ? "customers" : "customer-owners";
  return await cache.getOrCompute(
    `${group}:counts:${JSON.stringify(scope)}`,
    countsForSeconds,
    async () => await asViewer(db, viewer, async (trx) => await countByTier(trx, selection)),
  );
}
