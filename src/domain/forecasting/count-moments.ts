import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import type { CountDistribution } from "./count-distribution.ts";
import { lowerSum, upperSum } from "./count-probabilities.ts";

/** Mean of the whole count, what is known included. */
export function countMean(law: CountDistribution): number {
  return law.kind === "normal" ? law.mean : law.known + law.mean;
}

/** Variance of the count: of what is not known yet, mean + dispersion · mean². */
export function countVariance(law: CountDistribution): number {
  return law.kind === "normal" ? law.sd ** 2 : law.mean + law.dispersion * law.mean ** 2;
}

/**
 * E[(Y − c)⁺]: how many come beyond `c` on average, such as sessions beyond a capacity. For c below the mean it is
 * E[Y] − c + E[(c − Y)⁺], so that nothing is lost by subtraction.
 */
export function expectedExcess(law: CountDistribution, c: number): number {
  if (law.kind === "normal") return normalExcess(law.mean, law.sd, c);
  const beyond = c - law.known;
  if (beyond <= 0) return law.mean - beyond;
  if (law.mean <= 0) return 0;
  if (beyond >= law.mean) return upperSum(law, Math.floor(beyond) + 1, (k) => k - beyond);
  return law.mean - beyond + lowerSum(law, Math.floor(beyond), (k) => beyond - k);
}

/** sd · φ(z) + (mean − c) · Φ(z) with z = (mean − c) ÷ sd. */
function normalExcess(mean: number, sd: number, c: number): number {
  if (sd <= 0) return Math.max(0, mean - c);
  const z = (mean - c) / sd;
  return (sd * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) + (mean - c) * normalCdf(z, 0, 1);
}
