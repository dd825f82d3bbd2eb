import { logProbability, type NegativeBinomial } from "#domain/forecasting/count-probabilities.ts";

/** Probability that is left out beyond the last count. */
const leftOut = 1e-9;
const mostCounts = 100_000;

/** A count that is known in part: what is booked, and the law of what is still to come. */
export type PartlyKnownCount = NegativeBinomial & { kind: "negative_binomial"; known: number };

/**
 * The probability of each number that may still come: `masses[n]` is that of `known + n` together, up to a tail of less
 * than 1e-9. They sum to 1.
 */
export function massesOf(law: NegativeBinomial): Float64Array {
  const masses: number[] = [];
  let sum = 0;
  for (let n = 0; n < mostCounts && (sum < 1 - leftOut || n <= law.mean); n++) {
    const mass = Math.exp(logProbability(law, n));
    masses.push(mass);
    sum += mass;
    // The sum of many roundings may never come as near to 1 as asked.
    if (n > law.mean && mass < leftOut / 1_000) break;
  }
  return Float64Array.from(masses, (mass) => mass / sum);
}
