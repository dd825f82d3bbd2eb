import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { riskTiers } from "#domain/customers/risk-tier.ts";
import type { CustomerSelection, TierFilter } from "./customer-order.ts";
import { found } from "./list-filters.ts";

type Counted = { kind: TierFilter | "all" | null; customers: number };

/** From the indexes alone, but for the few who are removed. */
const countAll = sql<Counted>`
  select h.tier as kind, count(*)::int as customers from customer_health_scores as h group by h.tier
  union all
  select 'all', count(*)::int from customers
  union all
  select 'removed', count(*)::int from customers as c left join customer_health_scores as h using (customer_id)
    where c.deleted_at is not null and h.tier is null`;

/** What a search and an owner leave is found once and counted in one go. */
function countFound(selection: Pick<CustomerSelection, "search" | "owner">): RawBuilder<Counted> {
  return sql<Counted>`
    with kinds as (
      select coalesce(h.tier, case when c.deleted_at is null then 'unscored' else 'removed' end) as kind
      from customers as c left join customer_health_scores as h using (customer_id)
      where ${found(selection, sql`c.customer_id`)})
    select kind, count(*)::int as customers from kinds group by kind
    union all
    select 'all', count(*)::int from kinds`;
}

export type TierCounts = Record<TierFilter, number>;

/** How many of the viewer's customers, of those that search and owner leave, are of each kind. */
export async function countByTier(
  trx: Trx,
  selection: Pick<CustomerSelection, "search" | "owner">,
): Promise<TierCounts> {
  const isWhole = selection.search.trim() === "" && selection.owner === null;
  const { rows } = await (isWhole ? countAll : countFound(selection)).execute(trx);
  const of = (kind: TierFilter | "all") => rows.find((row) => row.kind === kind)?.customers ?? 0;
  const scored = riskTiers.reduce((sum, tier) => sum + of(tier), 0);
  return {
    critical: of("critical"),
    at_risk: of("at_risk"),
    healthy: of("healthy"),
    thriving: of("thriving"),
    unscored: Math.max(0, of("all") - scored - of("removed")),
    removed: of("removed"),
  };
}
