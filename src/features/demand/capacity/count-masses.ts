import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import type { CountDistribution } from "#domain/forecasting/count-distribution.ts";

/** Probability that is left out beyond the last count. */
const leftOut = 1e-9;
const mostCounts = 100_000;

/**
 * The law of a count as the probability of each number: `masses[n]` is that of `known + n`, up to a tail of less than 1e-9. Together
 * they are 1. A normal law (of references) is read as that of the count rounded to the next whole number, not under 0.
 */
export type CountMasses = { known: number; masses: Float64Array };

export function massesOf(law: CountDistribution): CountMasses {
  if (law.kind === "normal") return { known: 0, masses: roundedNormal(law.mean, law.sd) };
  return { known: law.known, masses: negativeBinomial(law.mean, law.dispersion) };
}

/**
 * Expected number of a count above a limit, E[max(0, Y − limit)], in sessions.
 * @param limit may lie between whole numbers
 */
export function expectedOver({ known, masses }: CountMasses, limit: number): number {
  let sum = 0;
  for (let n = 0; n < masses.length; n++) sum += (masses[n] as number) * Math.max(0, known + n - limit);
  return sum;
}

/** Probability that a count lies above a limit, P(Y > limit). A limit that misses a whole number by a hair counts as that number. */
export function probabilityOver({ known, masses }: CountMasses, limit: number): number {
  let atMost = 0;
  for (let n = 0; n < masses.length && known + n <= limit + 1e-6; n++) atMost += masses[n] as number;
  return Math.min(1, Math.max(0, 1 - atMost));
}

/** The mean of a count. */
export function meanOf({ known, masses }: CountMasses): number {
  return known + masses.reduce((sum, mass, n) => sum + mass * n, 0);
}

/** By logarithms, as the first mass of a large mean is too small for a number. */
function negativeBinomial(mean: number, dispersion: number): Float64Array {
  if (mean <= 0) return Float64Array.of(1);
  const size = dispersion > 1e-9 ? 1 / dispersion : null;
  let logMass = size === null ? -mean : -size * Math.log1p(mean / size);
  const step = (n: number) =>
    size === null
      ? Math.log(mean) - Math.log(n + 1)
      : Math.log((size + n) / (n + 1)) + Math.log(mean / (mean + size));
  return collected((n) => {
    const mass = Math.exp(logMass);
    logMass += step(n);
    return mass;
  }, mean);
}

function roundedNormal(mean: number, sd: number): Float64Array {
  const spread = Math.max(sd, 1e-6);
  const below = (n: number) => normalCdf(n + 0.5, mean, spread);
  return collected((n) => below(n) - (n === 0 ? 0 : below(n - 1)), mean);
}

/** Masses from 0 on until little is left, made to sum to 1. */
function collected(massOf: (n: number) => number, mean: number): Float64Array {
  const masses: number[] = [];
  let sum = 0;
  for (let n = 0; n < mostCounts && (sum < 1 - leftOut || n <= mean); n++) {
    const mass = massOf(n);
    masses.push(mass);
    sum += mass;
    // The sum of many roundings may never come as near to 1 as asked.
    if (n > mean && mass < leftOut / 1_000) break;
  }
  return Float64Array.from(masses, (mass) => mass / sum);
}
