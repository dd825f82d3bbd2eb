import type { CountDistribution, HourForecast } from "./count-distribution.ts";
import { countMean } from "./count-moments.ts";
import { probabilityAtMost } from "./count-probabilities.ts";
import { countMedian, countQuantile } from "./count-quantile.ts";

/** Share of the counts that the interval of a forecast should hold. */
export const intervalShare = 0.95;

export type CountInterval = { lower: number; upper: number };

/** The interval between the quantiles at (1 − share) ÷ 2 and (1 + share) ÷ 2; never below nought. */
export function countInterval(law: CountDistribution, share = intervalShare): CountInterval {
  const lower = Math.max(0, countQuantile(law, (1 - share) / 2));
  return { lower, upper: Math.max(lower, countQuantile(law, (1 + share) / 2)) };
}

/** What is shown of a law: mean, median and 95 % interval. */
export function toHourForecast(law: CountDistribution): HourForecast {
  return { distribution: law, mean: countMean(law), median: countMedian(law), ...countInterval(law) };
}

/** P(lower ≤ Y ≤ upper): what an interval covers if the law is exact. Counts are whole, so it is 95 % or more. */
export function coverageOf(law: CountDistribution, { lower, upper }: CountInterval): number {
  if (law.kind === "normal") return probabilityAtMost(law, upper) - (lower > 0 ? normalBelow(law, lower) : 0);
  return probabilityAtMost(law, upper) - probabilityAtMost(law, lower - 1);
}

/** A normal law without spread is its mean, which is inside. */
function normalBelow(law: { kind: "normal"; mean: number; sd: number }, lower: number): number {
  return law.sd > 0 ? probabilityAtMost(law, lower) : 0;
}
