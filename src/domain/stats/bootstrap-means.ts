/** A number in [0, 1), drawn anew at each call; from a seed, so that a result can be had again. */
export type Random = () => number;

export type BootstrapDifference = {
  /** Mean of `after` less mean of `before`. */
  difference: number;
  lower: number;
  upper: number;
  /** Share of the samples in which the mean did not fall. */
  fallPValue: number;
};

/**
 * Difference of two means with its percentile bootstrap interval: both sides are drawn with replacement, each
 * to its own size, `samples` times.
 * @returns null where a side has fewer than two values
 * @see Efron and Tibshirani, An Introduction to the Bootstrap, sections 8.3 and 13.3
 */
export function bootstrapDifferenceOfMeans(
  before: readonly number[],
  after: readonly number[],
  { random, samples = 2000, level = 0.95 }: { random: Random; samples?: number; level?: number },
): BootstrapDifference | null {
  if (before.length < 2 || after.length < 2) return null;
  const differences = Float64Array.from(
    { length: samples },
    () => resampledMean(after, random) - resampledMean(before, random),
  ).sort();
  const tail = (1 - level) / 2;
  return {
    difference: mean(after) - mean(before),
    lower: quantile(differences, tail),
    upper: quantile(differences, 1 - tail),
    fallPValue: differences.filter((difference) => difference >= 0).length / samples,
  };
}

function resampledMean(values: readonly number[], random: Random): number {
  let total = 0;
  for (let draw = 0; draw < values.length; draw++) total += values[Math.floor(random() * values.length)] ?? 0;
  return total / values.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Linear between the two nearest, as R's type 7 and NumPy do. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low = 0, high = low] = [sorted[below], sorted[below + 1]];
  return low + (place - below) * (high - low);
}
