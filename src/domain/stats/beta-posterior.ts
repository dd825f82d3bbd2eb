import betaCdf from "@stdlib/stats-base-dists-beta-cdf";
import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";

/** A Beta distribution of a rate: as a prior, `alpha` successes and `beta` failures that count as seen before. */
export type BetaDistribution = { alpha: number; beta: number };

/** Successes among trials. */
export type Tally = { successes: number; trials: number };

/** A Beta distribution by its mean (0 to 1, both excluded) and its weight in trials (above 0). */
export function betaOfMean(mean: number, weightTrials: number): BetaDistribution {
  if (!(mean > 0 && mean < 1) || !(weightTrials > 0)) {
    throw new RangeError(`no Beta distribution has the mean ${mean} and the weight ${weightTrials}`);
  }
  return { alpha: mean * weightTrials, beta: (1 - mean) * weightTrials };
}

/**
 * What is known of a rate after the trials: Beta(α + successes, β + failures).
 * @throws RangeError where the tally makes no proportion
 * @see Gelman et al., Bayesian Data Analysis, 3rd edition, section 2.4
 */
export function betaPosterior(prior: BetaDistribution, { successes, trials }: Tally): BetaDistribution {
  if (!(successes >= 0 && successes <= trials)) {
    throw new RangeError(`no proportion: ${successes} of ${trials}`);
  }
  return { alpha: prior.alpha + successes, beta: prior.beta + trials - successes };
}

/** The expected rate: α ÷ (α + β). */
export function betaMean({ alpha, beta }: BetaDistribution): number {
  return alpha / (alpha + beta);
}

/** How probable it is that the rate lies under `limit`. */
export function probabilityBelow({ alpha, beta }: BetaDistribution, limit: number): number {
  return betaCdf(limit, alpha, beta);
}

/** The interval that holds the rate with probability `level`, as much left out below as above. */
export function credibleInterval(
  { alpha, beta }: BetaDistribution,
  level = 0.95,
): { lower: number; upper: number } {
  const tail = (1 - level) / 2;
  return { lower: betaQuantile(tail, alpha, beta), upper: betaQuantile(1 - tail, alpha, beta) };
}
