import { wilsonInterval } from "#domain/stats/wilson-interval.ts";
import { type Tier, tiers } from "./ladder.ts";

/** A customer who was active at a cut-off: score and tier as of then, and whether they left in the time after. */
export type PastCustomer = { score: number; tier: Tier; hasLeft: boolean };

export type LeaverCount = { customers: number; left: number };

/** One cut-off, counted. `population` were active at it; of these `examined` were drawn and had a score. */
export type CutOffCounts = {
  at: string;
  population: number;
  examined: number;
  tiers: Record<Tier, LeaverCount>;
  /** By score from 0 to 100. */
  scores: LeaverCount[];
};

/** A share with its interval of 95 %; null where there is nobody to count. */
export type Share = { rate: number; low: number; high: number } | null;

export type BacktestSummary = LeaverCount & {
  /** Share of all who left. */
  leaving: Share;
  /** By tier from critical: who left, and how many times the mean that is. */
  tiers: (LeaverCount & { tier: Tier; leaving: Share; lift: number | null })[];
  /** Of those who left, the share that stood healthy or thriving. */
  missed: Share;
  /** The chance that one who left had a lower score than one who stayed, ties counted half; null without both. */
  auc: number | null;
};

/** Counts the customers of one cut-off. */
export function countCutOff(at: Date, population: number, customers: Iterable<PastCustomer>): CutOffCounts {
  const counts: CutOffCounts = {
    at: at.toISOString(),
    population,
    examined: 0,
    tiers: {
      critical: nobody(),
      at_risk: nobody(),
      healthy: nobody(),
      thriving: nobody(),
    },
    scores: Array.from({ length: 101 }, nobody),
  };
  for (const { score, tier, hasLeft } of customers) {
    counts.examined++;
    for (const cell of [counts.tiers[tier], counts.scores[score]]) {
      if (cell === undefined) continue;
      cell.customers++;
      if (hasLeft) cell.left++;
    }
  }
  return counts;
}

/**
 * Adds cut-offs up: by tier who left, the lift over the mean, what was missed. A customer who was active at several
 * cut-offs counts at each, so that intervals (Wilson, 95 %) are somewhat too narrow.
 */
export function summariseBacktest(cutOffs: readonly CutOffCounts[]): BacktestSummary {
  const byTier = tiers.map((tier) => ({ tier, ...sum(cutOffs.map((cutOff) => cutOff.tiers[tier])) }));
  const all = sum(byTier);
  const leaving = shareOf(all.left, all.customers);
  const good = sum(byTier.filter(({ tier }) => tier === "healthy" || tier === "thriving"));
  return {
    ...all,
    leaving,
    tiers: byTier.map((counted) => {
      const share = shareOf(counted.left, counted.customers);
      const lift =
        share === null || leaving === null || leaving.rate === 0 ? null : share.rate / leaving.rate;
      return { ...counted, leaving: share, lift };
    }),
    missed: shareOf(good.left, all.left),
    auc: areaUnderCurve(
      Array.from({ length: 101 }, (_, score) =>
        sum(cutOffs.map((cutOff) => cutOff.scores[score] ?? nobody())),
      ),
    ),
  };
}

/** Of counts by rising score: Mann–Whitney U of those who stayed against those who left, over the number of pairs. */
function areaUnderCurve(scores: readonly LeaverCount[]): number | null {
  const { customers, left } = sum(scores);
  const stayed = customers - left;
  if (left === 0 || stayed === 0) return null;
  let pairs = 0;
  let leftBelow = 0;
  for (const at of scores) {
    pairs += (at.customers - at.left) * (leftBelow + at.left / 2);
    leftBelow += at.left;
  }
  return pairs / (left * stayed);
}

function nobody(): LeaverCount {
  return { customers: 0, left: 0 };
}

function sum(counts: readonly LeaverCount[]): LeaverCount {
  const total = nobody();
  for (const { customers, left } of counts) {
    total.customers += customers;
    total.left += left;
  }
  return total;
}

function shareOf(number: number, all: number): Share {
  if (all === 0) return null;
  const { lower, upper } = wilsonInterval(number, all);
  return { rate: number / all, low: lower, high: upper };
}
