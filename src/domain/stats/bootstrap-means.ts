/** How often each value of a row of evenly spaced ones was seen, from the least value on: stars, say, by half stars. */
export type ValueCounts = readonly number[];

export type BootstrapDifference = {
  /** Mean of `after` less mean of `before`, in steps from one value to the next. */
  difference: number;
  /** Share of all samples in which the mean did not fall. */
  fallPValue: number;
};

/**
 * The ideal bootstrap of a difference of two means: both sides are drawn with replacement, each to its own size, and all samples
 * that can be drawn are counted instead of some. The sum of n draws from evenly spaced values has the n-fold
 * convolution of their shares for its distribution. Takes some 40 n² multiplications.
 * @returns null where a side has fewer than two values
 * @see Efron and Tibshirani, An Introduction to the Bootstrap, sections 6.2 (the ideal bootstrap) and 13.3
 */
export function bootstrapDifferenceOfMeans(
  before: ValueCounts,
  after: ValueCounts,
): BootstrapDifference | null {
  const [sizeBefore, sizeAfter] = [sizeOf(before), sizeOf(after)];
  if (sizeBefore < 2 || sizeAfter < 2) return null;
  const sumsBefore = sumsOfDraws(before, sizeBefore);
  const sumsAfter = sumsOfDraws(after, sizeAfter);
  let atMost = 0;
  let place = 0;
  let fallPValue = 0;
  // From the least sums on: `atMost` is the chance of a sum before that is no greater mean than the one after.
  for (let sum = 0; sum < sumsAfter.length; sum++) {
    for (; place < sumsBefore.length && place * sizeAfter <= sum * sizeBefore; place++)
      atMost += sumsBefore[place] ?? 0;
    fallPValue += (sumsAfter[sum] ?? 0) * atMost;
  }
  return {
    difference: meanStep(after, sizeAfter) - meanStep(before, sizeBefore),
    fallPValue: Math.min(1, fallPValue),
  };
}

/** The chance of each sum of as many draws as there are values, from 0 steps on. */
function sumsOfDraws(counts: ValueCounts, size: number): Float64Array {
  let squared: Float64Array = Float64Array.from(counts, (count) => count / size);
  let sums: Float64Array = Float64Array.of(1);
  for (let draws = size; ; squared = convolved(squared, squared)) {
    if (draws % 2 === 1) sums = convolved(sums, squared);
    draws = Math.floor(draws / 2);
    if (draws === 0) return sums;
  }
}

function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    const own = a[i] ?? 0;
    if (own === 0) continue;
    for (let j = 0; j < b.length; j++) sums[i + j] = (sums[i + j] ?? 0) + own * (b[j] ?? 0);
  }
  return sums;
}

const sizeOf = (counts: ValueCounts) => counts.reduce((sum, count) => sum + count, 0);
const meanStep = (counts: ValueCounts, size: number) =>
  counts.reduce((sum, count, step) => sum + count * step, 0) / size;
