import { type RawBuilder, sql } from "kysely";
import { riskTiers } from "#domain/customers/risk-tier.ts";
import { chosenTiers, ownerWords, type TierFilter, tierFilters } from "./customer-order.ts";

/**
 * Keeps customers of the chosen kinds, given columns `h.tier` and whether the customer is removed. Who has a tier is
 * in it, whatever else is known.
 */
export function inTiers(tiers: readonly TierFilter[], isRemoved: RawBuilder<unknown>): RawBuilder<unknown> {
  const chosen = chosenTiers(tiers);
  if (chosen.length === tierFilters.length) return sql`true`;
  const scored = riskTiers.filter((tier) => chosen.includes(tier));
  const kinds: RawBuilder<unknown>[] = [];
  if (scored.length === riskTiers.length) kinds.push(sql`h.tier is not null`);
  else if (scored.length > 0) kinds.push(sql`h.tier = any (${scored}::text[])`);
  if (chosen.includes("unscored")) kinds.push(sql`(h.tier is null and not ${isRemoved})`);
  if (chosen.includes("removed")) kinds.push(sql`(h.tier is null and ${isRemoved})`);
  return sql`(${sql.join(kinds, sql` or `)})`;
}

/** Keeps customers whom the search finds and who are the owner's; all where neither is asked for. */
export function found(
  { search, owner }: { search: string; owner: string | null },
  id: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`${matches(search, id)} and ${ownedBy(owner, id)}`;
}

function matches(search: string, id: RawBuilder<unknown>): RawBuilder<unknown> {
  return search.trim() === "" ? sql`true` : sql`${id} in (select find_customers(${search}))`;
}

// `in` leaves the choice to the planner: an owner of few customers is read from the index of owners, one of very many
// while the list is walked.
function ownedBy(owner: string | null, id: RawBuilder<unknown>): RawBuilder<unknown> {
  if (owner === null) return sql`true`;
  if (owner === ownerWords.nobody)
    return sql`not exists (select from customer_owners as o where o.customer_id = ${id})`;
  return sql`${id} in (select o.customer_id from customer_owners as o where o.owner_id = ${owner})`;
}
