import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import type { CountDistribution } from "./count-distribution.ts";
import {
  logProbability,
  type NegativeBinomial,
  nextTermRatio,
  probabilityAtMost,
} from "./count-probabilities.ts";

/** Up to here the sum from 0 on is as quick as a guess, and P(X = 0) does not underflow. */
const mostMeanFromZero = 200;

/**
 * The smallest count k with P(Y ≤ k) ≥ p; of a normal law the number itself, which is no whole one.
 * @throws RangeError where p is not between 0 and 1
 */
export function countQuantile(law: CountDistribution, p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile needs a probability between 0 and 1, not ${p}`);
  if (law.kind === "normal") return law.sd > 0 ? normalQuantile(p, law.mean, law.sd) : law.mean;
  if (law.mean <= 0) return law.known;
  return law.known + (law.mean <= mostMeanFromZero ? walk(law, p, 0) : walk(law, p, guess(law, p)));
}

/** The smallest count that is reached with a probability of one half. */
export function countMedian(law: CountDistribution): number {
  return countQuantile(law, 0.5);
}

/** From `start` to the quantile, a term at a time. */
function walk(law: NegativeBinomial, p: number, start: number): number {
  let k = start;
  let term = Math.exp(logProbability(law, k));
  let sum = k === 0 ? term : probabilityAtMost({ kind: "negative_binomial", ...law, known: 0 }, k);
  while (sum >= p && k > 0) {
    if (sum - term < p) return k;
    sum -= term;
    k--;
    term /= nextTermRatio(law, k);
  }
  while (sum < p && term > 0) {
    term *= nextTermRatio(law, k);
    k++;
    sum += term;
  }
  return k;
}

/** Near the quantile, by the normal law of the same mean and variance. */
function guess({ mean, dispersion }: NegativeBinomial, p: number): number {
  const sd = Math.sqrt(mean + dispersion * mean ** 2);
  return Math.max(0, Math.round(normalQuantile(p, mean, sd)));
}
