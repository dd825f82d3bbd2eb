import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type AskEach, askEachOf } from "./ask-each.ts";
import { type CustomerSelection, type Stretch, stretchesOf } from "./customer-order.ts";
import { found } from "./list-filters.ts";
import type { ListPlace } from "./list-place.ts";
import { partsOf, type StretchParts } from "./stretch-parts.ts";
import { type ListBounds, listBounds } from "./weights.ts";

export type PageOfIds = {
  ids: number[];
  /** How many rows of the list stand before the first of these. */
  offset: number;
  next: ListPlace | null;
  previous: ListPlace | null;
};

type PlacedId = { customer_id: number; sort_value: string | null; stretch: number };

/** The ids of one page, by walking the stretches of the list from the place on, each in the order of its index. */
export async function readPageOfIds(
  trx: Trx,
  selection: CustomerSelection,
  place: ListPlace | null,
  pageSize: number,
  bounds = listBounds,
): Promise<PageOfIds> {
  const backwards = place?.backwards ?? false;
  const walked = await walk(trx, selection, { place, limit: pageSize + 1, bounds });
  const hasMore = walked.length > pageSize;
  const rows = walked.slice(0, pageSize);
  if (backwards) rows.reverse();
  const offset = !place
    ? 0
    : backwards
      ? hasMore
        ? Math.max(0, place.before - rows.length)
        : 0
      : place.before;
  const first = rows.at(0);
  const last = rows.at(-1);
  const placeAt = (row: PlacedId, before: number, towards: "next" | "previous"): ListPlace => ({
    stretch: row.stretch,
    value: row.sort_value,
    id: row.customer_id,
    before,
    backwards: towards === "previous",
  });
  return {
    ids: rows.map((row) => row.customer_id),
    offset,
    next: last && (backwards || hasMore) ? placeAt(last, offset + rows.length, "next") : null,
    previous: first && place && (!backwards || hasMore) ? placeAt(first, offset, "previous") : null,
  };
}

async function walk(
  trx: Trx,
  selection: CustomerSelection,
  { place, limit, bounds }: { place: ListPlace | null; limit: number; bounds: ListBounds },
): Promise<PlacedId[]> {
  const stretches = stretchesOf(selection).map((stretch, index) => ({ stretch, index }));
  const backwards = place?.backwards ?? false;
  if (backwards) stretches.reverse();
  const asked = await askEachOf(trx, selection, bounds.fewFound);
  const walked: PlacedId[] = [];
  for (const { stretch, index } of stretches) {
    if (place && (backwards ? index > place.stretch : index < place.stretch)) continue;
    const after = place?.stretch === index ? place : null;
    const window = { after, backwards, limit: limit - walked.length };
    const rows =
      (asked === null
        ? null
        : await walkStretch(trx, stretch, selection, { window, asked, mostWalked: bounds.mostWalked })) ??
      (await selectStretch(stretch, selection, window).execute(trx)).rows;
    walked.push(...rows.map((row) => ({ ...row, stretch: index })));
    if (walked.length >= limit) break;
  }
  return walked;
}

/** `limit` null: to the end of the stretch. */
type Window = { after: ListPlace | null; backwards: boolean; limit: number | null };
type SortedRow = { customer_id: number; sort_value: string | null };

/** The ids of one stretch of a selection in its order, with what they are sorted by. */
export function selectStretch(
  stretch: Stretch,
  selection: CustomerSelection,
  window: Window = { after: null, backwards: false, limit: null },
): RawBuilder<SortedRow> {
  const isWhole = selection.search.trim() === "" && selection.owner === null;
  const parts = partsOf(stretch, selection.tiers, isWhole ? null : (id) => found(selection, id));
  const selects = parts.branches.map((where) => sql`(${selectBranch(parts, where, window, window.limit)})`);
  return inOrder(parts, window, sql.join(selects, sql` union all `), sql``);
}

type Walking = { window: Window & { limit: number }; asked: AskEach; mostWalked: number };

/**
 * The same for a search or an owner of very many, by asking each row of the list in its order, as far as `mostWalked`
 * rows. Null where that did not fill the page: then it is found at once instead.
 */
async function walkStretch(
  trx: Trx,
  stretch: Stretch,
  selection: CustomerSelection,
  { window, asked, mostWalked }: Walking,
): Promise<SortedRow[] | null> {
  const parts = partsOf(stretch, selection.tiers, null);
  const { limit } = window;
  const way = isAscending(parts, window) ? sql`asc` : sql`desc`;
  const order = sql`order by walked.sort_value ${way}, walked.customer_id ${way}`;
  // A merge is right where each branch has brought a page: what it has not come to stands behind.
  const branches = parts.branches.map(
    (where, index) => sql`${nameOf(index)} as (
      select * from (${selectBranch(parts, where, window, mostWalked)}) as walked
      where ${asked(sql`walked.customer_id`)} ${order} limit ${limit})`,
  );
  const names = parts.branches.map((_, index) => nameOf(index));
  const counts = names.map((name) => sql`(select count(*) from ${name})`);
  const query = sql<SortedRow & { least: number }>`with ${sql.join(branches)} ${inOrder(
    parts,
    window,
    sql.join(
      names.map((name) => sql`select * from ${name}`),
      sql` union all `,
    ),
    sql`, least(${sql.join(counts)})::int as least`,
  )}`;
  const { rows } = await query.execute(trx);
  return rows.length === limit && rows.every(({ least }) => least === limit) ? rows : null;
}

const nameOf = (branch: number) => sql.ref(`branch_${branch}`);

const isAscending = ({ direction }: StretchParts, { backwards }: Window) =>
  (direction === "asc") !== backwards;

function selectBranch(
  parts: StretchParts,
  where: RawBuilder<unknown>,
  window: Window,
  limit: number | null,
): RawBuilder<unknown> {
  const { from, value, type, id } = parts;
  const { after } = window;
  const way = isAscending(parts, window) ? sql`asc` : sql`desc`;
  const beyond = isAscending(parts, window) ? sql`>` : sql`<`;
  if (value === null) {
    const begin = after ? sql`${id} ${beyond} ${after.id}::bigint` : sql`true`;
    return sql`select ${id} as customer_id, null::text as sort_value from ${from}
      where ${where} and ${begin} order by ${id} ${way} ${atMost(limit)}`;
  }
  const begin = after
    ? sql`(${value}, ${id}) ${beyond} (${after.value}::${type}, ${after.id}::bigint)`
    : sql`true`;
  return sql`select ${id} as customer_id, ${value} as sort_value from ${from}
    where ${where} and ${begin} order by ${value} ${way}, ${id} ${way} ${atMost(limit)}`;
}

/** Rows of branches, merged. */
function inOrder(
  parts: StretchParts,
  window: Window,
  rows: RawBuilder<unknown>,
  more: RawBuilder<unknown>,
): RawBuilder<SortedRow> {
  const way = isAscending(parts, window) ? sql`asc` : sql`desc`;
  return sql`select customer_id, sort_value::text as sort_value ${more} from (${rows}) as stretch
    order by stretch.sort_value ${way}, customer_id ${way} ${atMost(window.limit)}`;
}

function atMost(limit: number | null): RawBuilder<unknown> {
  return limit === null ? sql`` : sql`limit ${limit}`;
}
