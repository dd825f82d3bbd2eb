import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { RiskTier } from "#domain/customers/risk-tier.ts";
import { type CustomerSelection, type SortDirection, type Stretch, stretchesOf } from "./customer-order.ts";
import { found, inTiers } from "./list-filters.ts";
import type { ListPlace } from "./list-place.ts";

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
): Promise<PageOfIds> {
  const backwards = place?.backwards ?? false;
  const walked = await walk(trx, selection, place, pageSize + 1);
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
  place: ListPlace | null,
  limit: number,
): Promise<PlacedId[]> {
  const stretches = stretchesOf(selection).map((stretch, index) => ({ stretch, index }));
  const backwards = place?.backwards ?? false;
  if (backwards) stretches.reverse();
  const walked: PlacedId[] = [];
  for (const { stretch, index } of stretches) {
    if (place && (backwards ? index > place.stretch : index < place.stretch)) continue;
    const after = place?.stretch === index ? place : null;
    const query = selectStretch(stretch, selection, { after, backwards, limit: limit - walked.length });
    const { rows } = await query.execute(trx);
    walked.push(...rows.map((row) => ({ ...row, stretch: index })));
    if (walked.length >= limit) break;
  }
  return walked;
}

/** `limit` null: to the end of the stretch. */
type Window = { after: ListPlace | null; backwards: boolean; limit: number | null };
type SortedRow = { customer_id: number; sort_value: string | null };

const scores = sql`customer_health_scores as h`;
const everyone = sql`customers as c left join customer_health_scores as h using (customer_id)`;
const scoreId = sql`h.customer_id`;
const customerId = sql`c.customer_id`;
const isRemoved = sql`(c.deleted_at is not null)`;
// Asked for a few only: those who have no tier.
const scoreIsRemoved = sql`exists (select from customers as c
  where c.customer_id = h.customer_id and c.deleted_at is not null)`;

/** The ids of one stretch of a selection in its order, with what they are sorted by. */
export function selectStretch(
  stretch: Stretch,
  selection: CustomerSelection,
  window: Window = { after: null, backwards: false, limit: null },
): RawBuilder<SortedRow> {
  const ofScores = sql`${inTiers(selection.tiers, scoreIsRemoved)} and ${found(selection, scoreId)}`;
  const ofEveryone = sql`${inTiers(selection.tiers, isRemoved)} and ${found(selection, customerId)}`;
  switch (stretch.kind) {
    case "scored": {
      // An index gives each tier in the order of the score. What a search or an owner leaves is found once instead.
      const isWhole = selection.search.trim() === "" && selection.owner === null;
      const tiers = isWhole ? stretch.tiers.map((tier) => [tier]) : [stretch.tiers];
      const branches = tiers.map((some) => sql`${ofTiers(some)} and ${found(selection, scoreId)}`);
      return inOrder({ ...byScore, branches, direction: stretch.direction }, window);
    }
    case "named":
      return inOrder({ ...byName, branches: [ofEveryone], direction: stretch.direction }, window);
    case "spending": {
      const branches = [sql`c.monthly_spend_cents is not null and ${ofEveryone}`];
      return inOrder({ ...bySpend, branches, direction: stretch.direction }, window);
    }
    case "met": {
      const branches = [sql`h.last_session_at is not null and ${ofScores}`];
      return inOrder({ ...byLastSession, branches, direction: stretch.direction }, window);
    }
    case "never_met":
      return byId(scores, scoreId, sql`h.last_session_at is null and ${ofScores}`, window);
    case "not_spending":
      return byId(everyone, customerId, sql`c.monthly_spend_cents is null and ${ofEveryone}`, window);
    case "unscored": {
      const where = sql`h.tier is null and not ${scoreIsRemoved} and ${found(selection, scoreId)}`;
      return byId(scores, scoreId, where, window);
    }
    case "removed": {
      const where = sql`c.deleted_at is not null and h.tier is null and ${found(selection, customerId)}`;
      return byId(everyone, customerId, where, window);
    }
    case "not_computed": {
      const absent = sql`not exists (select from customer_health_scores as h where h.customer_id = c.customer_id)`;
      const kinds = stretch.of.map((kind) => (kind === "removed" ? isRemoved : sql`not ${isRemoved}`));
      const where = sql`${absent} and (${sql.join(kinds, sql` or `)}) and ${found(selection, customerId)}`;
      return byId(sql`customers as c`, customerId, where, window);
    }
  }
}

function ofTiers(tiers: readonly RiskTier[]): RawBuilder<unknown> {
  const [only, ...more] = tiers;
  return more.length === 0 ? sql`h.tier = ${only}` : sql`h.tier = any (${[...tiers]}::text[])`;
}

type SortKey = {
  from: RawBuilder<unknown>;
  value: RawBuilder<unknown>;
  type: RawBuilder<unknown>;
  id: RawBuilder<unknown>;
};

const byScore: SortKey = { from: scores, value: sql`h.score`, type: sql`smallint`, id: scoreId };
const byName: SortKey = { from: everyone, value: sql`c.name_key`, type: sql`text`, id: customerId };
const bySpend: SortKey = {
  from: everyone,
  value: sql`c.monthly_spend_cents`,
  type: sql`bigint`,
  id: customerId,
};
const byLastSession: SortKey = {
  from: scores,
  value: sql`h.last_session_at`,
  type: sql`timestamptz`,
  id: scoreId,
};

/** Each branch takes its rows in the order of an index; the few that remain are merged. */
type Ordered = SortKey & { branches: readonly RawBuilder<unknown>[]; direction: SortDirection };

function inOrder({ from, value, type, id, ...order }: Ordered, window: Window): RawBuilder<SortedRow> {
  const { after, limit } = window;
  const ascending = (order.direction === "asc") !== window.backwards;
  const way = ascending ? sql`asc` : sql`desc`;
  const beyond = ascending ? sql`>` : sql`<`;
  const begin = after
    ? sql`(${value}, ${id}) ${beyond} (${after.value}::${type}, ${after.id}::bigint)`
    : sql`true`;
  const selects = order.branches.map(
    (where) => sql`(select ${id} as customer_id, ${value} as sort_value from ${from}
      where ${where} and ${begin} order by ${value} ${way}, ${id} ${way} ${atMost(limit)})`,
  );
  return sql`select customer_id, sort_value::text as sort_value from (${sql.join(selects, sql` union all `)}) as stretch
    order by stretch.sort_value ${way}, customer_id ${way} ${atMost(limit)}`;
}

function byId(
  from: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  { after, backwards, limit }: Window,
): RawBuilder<SortedRow> {
  const way = backwards ? sql`desc` : sql`asc`;
  const beyond = backwards ? sql`<` : sql`>`;
  const begin = after ? sql`${id} ${beyond} ${after.id}::bigint` : sql`true`;
  return sql`select ${id} as customer_id, null::text as sort_value from ${from}
    where ${where} and ${begin} order by ${id} ${way} ${atMost(limit)}`;
}

function atMost(limit: number | null): RawBuilder<unknown> {
  return limit === null ? sql`` : sql`limit ${limit}`;
}
