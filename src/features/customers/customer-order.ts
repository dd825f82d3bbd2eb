import { type RiskTier, riskTiers } from "#domain/customers/risk-tier.ts";

/**
 * What the list can be cut to: a tier, customers without a score, or customers whom the source has removed. Each
 * customer is one of these: who is removed and still has a tier stays in it until the next pass takes the score away.
 */
export const tierFilters = [...riskTiers, "unscored", "removed"] as const;

export type TierFilter = (typeof tierFilters)[number];

/** What the list shows where nothing else is asked for: everybody but those who were removed. */
export const presentFilters = tierFilters.filter((filter) => filter !== "removed");

export const customerSorts = ["score", "name", "tier", "last_session", "monthly_spend"] as const;

export type CustomerSort = (typeof customerSorts)[number];

export type SortDirection = "asc" | "desc";

/** Whose customers: the asking person's, nobody's; any other text is the id of a colleague. */
export const ownerWords = { me: "me", nobody: "nobody" } as const;

/** What the list shows. */
export type CustomerSelection = {
  sort: CustomerSort;
  direction: SortDirection;
  /** Empty means all who are present. */
  tiers: readonly TierFilter[];
  search: string;
  /** The id of an owner, or one of the words; null for everybody's. */
  owner: string | null;
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
  | { kind: "removed" }
  /** Without a row of health yet; those of them who are of these kinds. */
  | { kind: "not_computed"; of: readonly TierFilter[] };

/** The stretches of the list for a selection, first to last. */
export function stretchesOf({ sort, direction, ...selection }: CustomerSelection): Stretch[] {
  const tiers = chosenTiers(selection.tiers);
  if (sort === "name") return [{ kind: "named", direction }];
  if (sort === "monthly_spend") return [{ kind: "spending", direction }, { kind: "not_spending" }];
  const absent = tiers.filter((tier) => tier === "unscored" || tier === "removed");
  if (sort === "last_session") {
    const computed: Stretch[] = [{ kind: "met", direction }, { kind: "never_met" }];
    return absent.length > 0 ? [...computed, { kind: "not_computed", of: absent }] : computed;
  }
  const scoredTiers = riskTiers.filter((tier) => tiers.includes(tier));
  const rest: Stretch[] = [];
  if (tiers.includes("unscored")) rest.push({ kind: "unscored" }, { kind: "not_computed", of: ["unscored"] });
  if (tiers.includes("removed")) rest.push({ kind: "removed" });
  if (sort === "tier") {
    const ordered = direction === "asc" ? scoredTiers : scoredTiers.toReversed();
    return [...ordered.map((tier): Stretch => ({ kind: "scored", tiers: [tier], direction })), ...rest];
  }
  const scored: Stretch[] = scoredTiers.length > 0 ? [{ kind: "scored", tiers: scoredTiers, direction }] : [];
  return [...scored, ...rest];
}

/** The filters that a choice stands for, in their order. */
export function chosenTiers(tiers: readonly TierFilter[]): readonly TierFilter[] {
  return tiers.length === 0 ? presentFilters : tierFilters.filter((filter) => tiers.includes(filter));
}
