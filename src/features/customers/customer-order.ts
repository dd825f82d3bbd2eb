import { type RiskTier, riskTiers } from "#domain/customers/risk-tier.ts";

/** What the list can be cut to: a tier, or customers without a score. */
export const tierFilters = [...riskTiers, "unscored"] as const;

export type TierFilter = (typeof tierFilters)[number];

export const customerSorts = ["score", "name", "tier", "last_session", "monthly_spend"] as const;

export type CustomerSort = (typeof customerSorts)[number];

export type SortDirection = "asc" | "desc";

/** What the list shows. `tiers` empty means all of them. */
export type CustomerSelection = {
  sort: CustomerSort;
  direction: SortDirection;
  tiers: readonly TierFilter[];
  search: string;
};

/**
 * One stretch of the list whose rows an index gives in order. Customers without the value that is sorted by
 * are a stretch of their own and come last, whichever the direction.
 */
export type Stretch =
  | { kind: "scored"; tiers: readonly RiskTier[]; direction: SortDirection }
  | { kind: "named"; direction: SortDirection }
  | { kind: "met"; direction: SortDirection }
  | { kind: "spending"; direction: SortDirection }
  | { kind: "never_met" }
  | { kind: "not_spending" }
  | { kind: "unscored" }
  | { kind: "not_computed" };

/** The stretches of the list for a selection, first to last. */
export function stretchesOf({ sort, direction, tiers }: CustomerSelection): Stretch[] {
  const scoredTiers = riskTiers.filter((tier) => tiers.length === 0 || tiers.includes(tier));
  const withUnscored = tiers.length === 0 || tiers.includes("unscored");
  const rest: Stretch[] = withUnscored ? [{ kind: "unscored" }, { kind: "not_computed" }] : [];
  if (sort === "name") return [{ kind: "named", direction }];
  if (sort === "monthly_spend") return [{ kind: "spending", direction }, { kind: "not_spending" }];
  if (sort === "last_session") {
    const computed: Stretch[] = [{ kind: "met", direction }, { kind: "never_met" }];
    return withUnscored ? [...computed, { kind: "not_computed" }] : computed;
  }
  if (sort === "tier") {
    const ordered = direction === "asc" ? scoredTiers : scoredTiers.toReversed();
    return [...ordered.map((tier): Stretch => ({ kind: "scored", tiers: [tier], direction })), ...rest];
  }
  const scored: Stretch[] = scoredTiers.length > 0 ? [{ kind: "scored", tiers: scoredTiers, direction }] : [];
  return [...scored, ...rest];
}
