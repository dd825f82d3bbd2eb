import betaCdf from "@stdlib/stats-base-dists-beta-cdf";

/**
 * How probable `least` or more successes are in `trials` trials at the rate `rate`:
 * P(X ≥ k) = I_rate(k, n − k + 1), exact.
 * @throws RangeError where the numbers make no binomial distribution
 * @see Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.24
 */
export function binomialUpperTail(least: number, trials: number, rate: number): number {
  if (!(trials >= 0 && rate >= 0 && rate <= 1)) throw new RangeError(`no binomial: ${trials} at ${rate}`);
  if (least <= 0) return 1;
  if (least > trials || rate === 0) return 0;
  if (rate === 1) return 1;
  return betaCdf(rate, least, trials - least + 1);
}
