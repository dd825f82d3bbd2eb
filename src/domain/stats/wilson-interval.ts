/** Standard normal quantile at 0.975. */
const normalQuantile975 = 1.959963984540054;

/**
 * Wilson score interval for a proportion, without continuity correction.
 * (p̂ + z²/2n ± z √(p̂(1−p̂)/n + z²/4n²)) ÷ (1 + z²/n)
 * @param successes 0 to `trials`
 * @param trials at least 1
 * @param z standard normal quantile, 1.96 for 95 %
 * @throws RangeError where the counts make no proportion
 * @see Wilson 1927; Newcombe, Statistics in Medicine 17 (1998), method 3
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  z: number = normalQuantile975,
): { lower: number; upper: number } {
  if (!(trials >= 1) || !(successes >= 0) || successes > trials) {
    throw new RangeError(`no proportion: ${successes} of ${trials}`);
  }
  const share = successes / trials;
  const zz = z * z;
  const centre = share + zz / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + zz / (4 * trials * trials));
  const scale = 1 + zz / trials;
  return { lower: Math.max(0, (centre - spread) / scale), upper: Math.min(1, (centre + spread) / scale) };
}
