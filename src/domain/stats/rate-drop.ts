import betaln from "@stdlib/math-base-special-betaln";
import { probabilityUnderShareOf } from "./beta-difference.ts";
import { type BetaDistribution, betaMean, betaPosterior, type Tally } from "./beta-posterior.ts";

export type RateDropModel = {
  /** Chance that the rate changes from one step to the next. */
  changePerStep: number;
  /** What a rate may be after a change, before anything of it was seen. */
  afterChange: BetaDistribution;
  /** A drop counts from this share of the earlier rate on, 0 to 1. */
  leastDrop: number;
};

export type RateDrop = {
  /** How probable it is that the rate changed within the steps and is now lower by `leastDrop` or more. */
  certainty: number;
  /** Where a change is likelier than none: the first step after the likeliest one, and the rates on both sides. */
  change: { atStep: number; before: RateSeen; after: RateSeen } | null;
};

/** What was seen of a rate, and what it is thought to be. */
export type RateSeen = Tally & { rate: number };

/**
 * Whether a rate has dropped, from tallies step by step (say, by week). One change at most is allowed for, at
 * any step; each possibility is weighed by how well it explains the tallies. So the stretch that is
 * compared is as long as the evidence needs: a steep fall shows in two weeks, a slight one in ten.
 *
 * Weight of "no change" (1 − c)^(k−1) · m(all; prior), of "changed before step j" c(1 − c)^(k−2) ·
 * m(steps before j; prior) · m(steps from j on; afterChange), with m the Beta-binomial's marginal likelihood
 * B(α + s, β + f) ÷ B(α, β).
 *
 * @param steps oldest first; steps without trials say nothing and do no harm
 * @param prior what the rate may be, from all rates of its kind
 * @see Barry and Hartigan, Annals of Statistics 20 (1992), product partition models; Smith, Biometrika 62 (1975)
 */
export function findRateDrop(
  steps: readonly Tally[],
  prior: BetaDistribution,
  model: RateDropModel,
): RateDrop {
  const all = steps.reduce(add, nothing);
  const splits = splitsOf(steps, all);
  const noChange = (steps.length - 1) * Math.log1p(-model.changePerStep) + logMarginal(all, prior);
  const heights = splits.map(
    ({ before, after }) =>
      Math.log(model.changePerStep) +
      (steps.length - 2) * Math.log1p(-model.changePerStep) +
      logMarginal(before, prior) +
      logMarginal(after, model.afterChange),
  );
  const top = Math.max(noChange, ...heights);
  const total = heights.reduce((sum, height) => sum + Math.exp(height - top), Math.exp(noChange - top));
  const weights = heights.map((height) => Math.exp(height - top) / total);
  return {
    certainty: certaintyOf(splits, weights, prior, model),
    change: likeliestChange(splits, weights, prior, model),
  };
}

type Split = { atStep: number; before: Tally; after: Tally };

const nothing: Tally = { successes: 0, trials: 0 };
const add = (a: Tally, b: Tally): Tally => ({
  successes: a.successes + b.successes,
  trials: a.trials + b.trials,
});

/** Every way to part the steps in two. */
function splitsOf(steps: readonly Tally[], all: Tally): Split[] {
  let before = nothing;
  return steps.slice(0, -1).map((step, index) => {
    before = add(before, step);
    const after = { successes: all.successes - before.successes, trials: all.trials - before.trials };
    return { atStep: index + 1, before, after };
  });
}

/** Splits of less weight change the certainty by a few hundredths at the most. */
const leastWeight = 2e-3;

function certaintyOf(
  splits: readonly Split[],
  weights: readonly number[],
  prior: BetaDistribution,
  { afterChange, leastDrop }: RateDropModel,
): number {
  return splits.reduce((sum, { before, after }, index) => {
    const weight = weights[index] ?? 0;
    if (weight < leastWeight) return sum;
    const now = betaPosterior(afterChange, after);
    return sum + weight * probabilityUnderShareOf(now, betaPosterior(prior, before), 1 - leastDrop);
  }, 0);
}

function likeliestChange(
  splits: readonly Split[],
  weights: readonly number[],
  prior: BetaDistribution,
  { afterChange }: RateDropModel,
): RateDrop["change"] {
  const best = weights.indexOf(Math.max(...weights));
  const split = splits[best];
  if (split === undefined || weights.reduce((sum, weight) => sum + weight, 0) < 0.5) return null;
  return {
    atStep: split.atStep,
    before: { ...split.before, rate: betaMean(betaPosterior(prior, split.before)) },
    after: { ...split.after, rate: betaMean(betaPosterior(afterChange, split.after)) },
  };
}

function logMarginal({ successes, trials }: Tally, { alpha, beta }: BetaDistribution): number {
  return betaln(alpha + successes, beta + trials - successes) - betaln(alpha, beta);
}
