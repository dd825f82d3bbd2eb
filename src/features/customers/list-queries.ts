import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { riskTiers } from "#domain/customers/risk-tier.ts";
import {
  type CustomerSelection,
  type SortDirection,
  type Stretch,
  stretchesOf,
  type TierFilter,
} from "./customer-order.ts";
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
  const found = await walk(trx, selection, place, pageSize + 1);
  const hasMore = found.length > pageSize;
  const rows = found.slice(0, pageSize);
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
  const found: PlacedId[] = [];
  for (const { stretch, index } of stretches) {
    if (place && (backwards ? index > place.stretch : index < place.stretch)) continue;
    const after = place?.stretch === index ? place : null;
    const query = selectStretch(stretch, selection, { after, backwards, limit: limit - found.length });
    const { rows } = await query.execute(trx);
    found.push(...rows.map((row) => ({ ...row, stretch: index })));
    if (found.length >= limit) break;
  }
  return found;
}

type Window = { after: ListPlace | null; backwards: boolean; limit: number };
type SortedRow = { customer_id: number; sort_value: string | null };

const scores = sql`customer_health_scores as h`;
const everyone = sql`customers as c left join customer_health_scores as h using (customer_id)`;
const scoreId = sql`h.customer_id`;
const customerId = sql`c.customer_id`;

function selectStretch(
  stretch: Stretch,
  { search, tiers }: CustomerSelection,
  window: Window,
): RawBuilder<SortedRow> {
  const kept = (id: RawBuilder<unknown>) => sql`${inTiers(tiers)} and ${matches(search, id)}`;
  switch (stretch.kind) {
    case "scored": {
      const branches = stretch.tiers.map((tier) => sql`h.tier = ${tier} and ${matches(search, scoreId)}`);
      return inOrder({ ...byScore, branches, direction: stretch.direction }, window);
    }
    case "named":
      return inOrder({ ...byName, branches: [kept(customerId)], direction: stretch.direction }, window);
    case "spending": {
      const branches = [sql`c.monthly_spend_cents is not null and ${kept(customerId)}`];
      return inOrder({ ...bySpend, branches, direction: stretch.direction }, window);
    }
    case "met": {
      const branches = [sql`h.last_session_at is not null and ${kept(scoreId)}`];
      return inOrder({ ...byLastSession, branches, direction: stretch.direction }, window);
    }
    case "never_met":
      return byId(scores, scoreId, sql`h.last_session_at is null and ${kept(scoreId)}`, window);
    case "not_spending":
      return byId(everyone, customerId, sql`c.monthly_spend_cents is null and ${kept(customerId)}`, window);
    case "unscored":
      return byId(scores, scoreId, sql`h.tier is null and ${matches(search, scoreId)}`, window);
    case "not_computed": {
      const absent = sql`not exists (select from customer_health_scores as h where h.customer_id = c.customer_id)`;
      return byId(sql`customers as c`, customerId, sql`${absent} and ${matches(search, customerId)}`, window);
    }
  }
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
      where ${where} and ${begin} order by ${value} ${way}, ${id} ${way} limit ${limit})`,
  );
  return sql`select customer_id, sort_value::text as sort_value from (${sql.join(selects, sql` union all `)}) as stretch
    order by stretch.sort_value ${way}, customer_id ${way} limit ${limit}`;
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
    where ${where} and ${begin} order by ${id} ${way} limit ${limit}`;
}

function inTiers(tiers: readonly TierFilter[]): RawBuilder<unknown> {
  if (tiers.length === 0) return sql`true`;
  const scored = sql`h.tier = any (${riskTiers.filter((tier) => tiers.includes(tier))}::text[])`;
  return tiers.includes("unscored") ? sql`(${scored} or h.tier is null)` : scored;
}

/** Keeps what the search finds; all where nothing is searched for. */
function matches(search: string, id: RawBuilder<unknown>): RawBuilder<unknown> {
  return search.trim() === "" ? sql`true` : sql`${id} in (select find_customers(${search}))`;
}

export type TierCounts = Record<TierFilter, number>;

/** How many of the viewer's customers, or of those that the search finds, are in each tier. */
export async function countByTier(trx: Trx, search: string): Promise<TierCounts> {
  const found = matches(search, sql`customer_id`);
  const { rows } = await sql<{ tier: TierFilter | null; customers: number }>`
    select tier, count(*)::int as customers from customer_health_scores
      where ${found} group by tier
    union all
    select 'all', count(*)::int from customers where ${found}`.execute(trx);
  const of = (tier: string) => rows.find((row) => row.tier === tier)?.customers ?? 0;
  const scored = riskTiers.reduce((sum, tier) => sum + of(tier), 0);
  return {
    critical: of("critical"),
    at_risk: of("at_risk"),
    healthy: of("healthy"),
    thriving: of("thriving"),
    unscored: Math.max(0, of("all") - scored),
  };
}
