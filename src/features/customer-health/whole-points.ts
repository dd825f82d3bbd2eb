/**
 * Whole points that add up to `total`, each as near to its exact share as that allows: the largest remainders are
 * rounded up. `total` is the difference of two rounded scores, `exact` add up to the one before rounding.
 */
export function wholePoints(exact: readonly number[], total: number): number[] {
  const floors = exact.map((points) => Math.floor(points));
  let missing = total - floors.reduce((sum, points) => sum + points, 0);
  const byRemainder = exact
    .map((points, index) => ({ index, remainder: points - Math.floor(points) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const whole = [...floors];
  // Once round is enough but for floating error: parts of less than a billionth are left out before.
  for (let turn = 0; missing !== 0 && byRemainder.length > 0; turn++) {
    const step = Math.sign(missing);
    const at = byRemainder[turn % byRemainder.length]?.index ?? 0;
    whole[at] = (whole[at] ?? 0) + step;
    missing -= step;
  }
  return whole;
}
