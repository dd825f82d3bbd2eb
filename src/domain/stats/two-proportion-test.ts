import gammaln from "@stdlib/math-base-special-gammaln";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import type { Tally } from "./beta-posterior.ts";

export type TwoProportionTest = {
  /** Share of `after` less share of `before`. */
  difference: number;
  /** How probable a difference of this size or more, either way, is where nothing changed. */
  pValue: number;
  /** The same for a fall alone. */
  fallPValue: number;
};

/**
 * Pooled z test of two proportions, without continuity correction:
 * z = (p₂ − p₁) ÷ √(p(1 − p)(1/n₁ + 1/n₂)). For a good number of successes and failures on both sides (five at least).
 * @returns null where a side has no trials
 * @see Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, section 3.1
 */
export function twoProportionTest(before: Tally, after: Tally): TwoProportionTest | null {
  if (before.trials === 0 || after.trials === 0) return null;
  const difference = after.successes / after.trials - before.successes / before.trials;
  const share = (before.successes + after.successes) / (before.trials + after.trials);
  const error = Math.sqrt(share * (1 - share) * (1 / before.trials + 1 / after.trials));
  // All succeeded, or none did: nothing speaks for a change.
  const z = error === 0 ? 0 : difference / error;
  return {
    difference,
    pValue: Math.min(1, 2 * normalCdf(-Math.abs(z), 0, 1)),
    fallPValue: normalCdf(z, 0, 1),
  };
}

/**
 * Fisher's exact test of two proportions with the mid-p correction: given all successes together, how probable
 * a table is that lies as far out as this one, the table itself counted half. Right for any number of trials, and less
 * timid than Fisher's own p.
 * @returns null where a side has no trials
 * @see Lancaster, Journal of the American Statistical Association 56 (1961); Agresti, Categorical Data Analysis, section 3.5
 */
export function exactTwoProportionTest(before: Tally, after: Tally): TwoProportionTest | null {
  if (before.trials === 0 || after.trials === 0) return null;
  const difference = after.successes / after.trials - before.successes / before.trials;
  const all = { successes: before.successes + after.successes, trials: before.trials + after.trials };
  const least = Math.max(0, all.successes - before.trials);
  const most = Math.min(all.successes, after.trials);
  const chanceOf = (successes: number) =>
    Math.exp(
      logChoose(after.trials, successes) +
        logChoose(before.trials, all.successes - successes) -
        logChoose(all.trials, all.successes),
    );
  const own = chanceOf(after.successes);
  let fall = own / 2;
  let asFarOut = own / 2;
  for (let successes = least; successes <= most; successes++) {
    if (successes === after.successes) continue;
    const chance = chanceOf(successes);
    if (successes < after.successes) fall += chance;
    if (chance < own * (1 - sameChance)) asFarOut += chance;
    // Tables of the same chance lie as far out as ours; each counts half, as ours does.
    else if (chance <= own * (1 + sameChance)) asFarOut += chance / 2;
  }
  return { difference, pValue: Math.min(1, asFarOut), fallPValue: Math.min(1, fall) };
}

/** Two chances this near to each other are the same, but for rounding. */
const sameChance = 1e-7;

const logChoose = (n: number, k: number) => gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
