/** Makes the median deviation of a normal distribution its standard deviation: 1 ÷ Φ⁻¹(0.75). */
const normalScale = 1.4826022185056018;

/**
 * Median, and the spread by the median absolute deviation, scaled to the standard deviation of a normal distribution:
 * a few wild values move neither.
 * @returns null without values
 * @see Rousseeuw and Croux, Journal of the American Statistical Association 88 (1993)
 */
export function robustSpread(values: readonly number[]): { median: number; spread: number } | null {
  const median = medianOf(values);
  if (median === null) return null;
  const deviation = medianOf(values.map((value) => Math.abs(value - median))) ?? 0;
  return { median, spread: normalScale * deviation };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
