import { betaBinomialLogLikelihood, mostWeightTrials } from "./beta-binomial.ts";
import { betaOfMean, type Tally } from "./beta-posterior.ts";

/** A tally whose rate is expected to be `expectedRate`, 0 to 1 (both excluded). */
export type ExpectedTally = Tally & { expectedRate: number };

const leastWeightTrials = 0.5;
const tolerance = 1e-6;
const goldenSection = (Math.sqrt(5) - 1) / 2;

/**
 * How far an expected rate can be relied on, in trials: the weight w that gives the tallies the greatest
 * Beta-binomial likelihood, each with the prior Beta(w · expected, w · (1 − expected)). Found by golden section on
 * ln w, of which the likelihood has one hill.
 * @returns `mostWeightTrials` where the tallies differ from what is expected no more than chance makes them
 * @see Griffiths, Biometrics 29 (1973)
 */
export function fitPriorWeight(tallies: readonly ExpectedTally[]): number {
  const seen = tallies.filter(({ trials }) => trials > 0);
  const heightAt = (logWeight: number) =>
    seen.reduce(
      (sum, tally) =>
        sum + betaBinomialLogLikelihood([tally], betaOfMean(tally.expectedRate, Math.exp(logWeight))),
      0,
    );
  let [low, high] = [Math.log(leastWeightTrials), Math.log(mostWeightTrials)];
  while (high - low > tolerance) {
    const inner = high - goldenSection * (high - low);
    const outer = low + goldenSection * (high - low);
    if (heightAt(inner) > heightAt(outer)) high = outer;
    else low = inner;
  }
  return Math.exp((low + high) / 2);
}
