import betaln from "@stdlib/math-base-special-betaln";
import gammaln from "@stdlib/math-base-special-gammaln";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import type { CountDistribution } from "./count-distribution.ts";

/** The part of a count that is not known yet: mean, and dispersion as in `CountDistribution`. */
export type NegativeBinomial = { mean: number; dispersion: number };

/** Below this the negative binomial is Poisson to the last digit that a double has. */
const leastVarianceInflation = 1e-12;
/** A term that adds less than this share of the sum ends it. */
const negligible = 1e-17;

/**
 * P(Y ≤ k), the distribution function. Exact to about twelve digits for means from 0.01 to 10,000.
 * @param k any number; between whole numbers the value of the lower one
 * @see Johnson, Kemp and Kotz, Univariate Discrete Distributions, 3rd edition, chapters 4 and 5
 */
export function probabilityAtMost(law: CountDistribution, k: number): number {
  if (law.kind === "normal") return law.sd > 0 ? normalCdf(k, law.mean, law.sd) : Number(k >= law.mean);
  const most = Math.floor(k) - law.known;
  if (most < 0) return 0;
  return most < law.mean ? lowerSum(law, most) : 1 - upperSum(law, most + 1);
}

/** P(Y > c): how probable it is that more come than `c`, with full precision where that is improbable. */
export function probabilityAbove(law: CountDistribution, c: number): number {
  if (law.kind === "normal") return 1 - probabilityAtMost(law, c);
  const least = Math.floor(c) + 1 - law.known;
  if (least <= 0) return 1;
  return least > law.mean ? upperSum(law, least) : 1 - lowerSum(law, least - 1);
}

/**
 * ln P(X = k) for a whole k from 0: with r = 1/dispersion and q = mean ÷ (r + mean),
 * −ln k − ln B(r, k) − r ln(1 + mean/r) + k ln q; Poisson where the dispersion is 0.
 */
export function logProbability({ mean, dispersion }: NegativeBinomial, k: number): number {
  if (mean <= 0) return k === 0 ? 0 : Number.NEGATIVE_INFINITY;
  const inflation = dispersion * mean;
  if (inflation < leastVarianceInflation) return k * Math.log(mean) - mean - gammaln(k + 1);
  const atZero = -Math.log1p(inflation) / dispersion;
  if (k === 0) return atZero;
  return atZero - Math.log(k) - betaln(1 / dispersion, k) + k * Math.log(inflation / (1 + inflation));
}

/** P(X = k + 1) ÷ P(X = k): what lets sums go from one term to the next. */
export function nextTermRatio({ mean, dispersion }: NegativeBinomial, k: number): number {
  return (((1 + dispersion * k) / (k + 1)) * mean) / (1 + dispersion * mean);
}

type Weight = (k: number) => number;
const one: Weight = () => 1;

/** Σ weight(k) P(X = k) over k ≤ `to`, summed downwards: for `to` below the mean. */
export function lowerSum(law: NegativeBinomial, to: number, weightOf = one): number {
  let term = Math.exp(logProbability(law, to));
  let sum = term * weightOf(to);
  for (let k = to - 1; k >= 0 && term > 0; k--) {
    term /= nextTermRatio(law, k);
    const added = term * weightOf(k);
    sum += added;
    if (added < sum * negligible) break;
  }
  return sum;
}

/** Σ weight(k) P(X = k) over k ≥ `from`, summed upwards: for `from` above the mean. */
export function upperSum(law: NegativeBinomial, from: number, weightOf = one): number {
  let term = Math.exp(logProbability(law, from));
  let sum = term * weightOf(from);
  for (let k = from + 1; term > 0; k++) {
    term *= nextTermRatio(law, k - 1);
    const added = term * weightOf(k);
    sum += added;
    if (added < sum * negligible) break;
  }
  return sum;
}
