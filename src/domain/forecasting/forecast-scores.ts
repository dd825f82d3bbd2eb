import type { CountDistribution, HourForecast } from "./count-distribution.ts";
import { coverageOf, intervalShare } from "./count-interval.ts";
import { probabilityAtMost } from "./count-probabilities.ts";
import { countMedian } from "./count-quantile.ts";

/** Sums over forecast hours from which every score follows. Sums of two sets of hours add up to those of both. */
export type ScoreSums = {
  hours: number;
  counts: number;
  means: number;
  /** |count − median|. */
  absoluteErrors: number;
  /** What the former would be on average for a perfect forecast, whose count is Poisson with the forecast's mean. */
  floorErrors: number;
  deviance: number;
  covered: number;
  /** What the intervals would cover if each law were exact. */
  exactlyCovered: number;
  width: number;
  intervalScore: number;
  /** Hours of series whose seasonal naive error is known, and what they add to MASE and MSIS. */
  scaledHours: number;
  scaledErrors: number;
  scaledIntervalScore: number;
  /** Hours with five or more, in which a relative error means something. */
  busyHours: number;
  busyRelativeErrors: number;
};

export const noScores: ScoreSums = {
  hours: 0,
  counts: 0,
  means: 0,
  absoluteErrors: 0,
  floorErrors: 0,
  deviance: 0,
  covered: 0,
  exactlyCovered: 0,
  width: 0,
  intervalScore: 0,
  scaledHours: 0,
  scaledErrors: 0,
  scaledIntervalScore: 0,
  busyHours: 0,
  busyRelativeErrors: 0,
};

/** From here on a relative error is taken. */
const busyCount = 5;
/** References may forecast nought, of which the deviance is infinite when somebody comes. */
const leastDevianceMean = 0.01;

/**
 * Sums for one hour.
 * @param scale seasonal naive error in the training; null where there is none
 */
export function scoreHour(forecast: HourForecast, count: number, scale: number | null): ScoreSums {
  const { mean, median, lower, upper } = forecast;
  const error = Math.abs(count - median);
  const miss = Math.max(lower - count, count - upper, 0);
  const intervalScore = upper - lower + (2 / (1 - intervalShare)) * miss;
  const isBusy = count >= busyCount;
  return {
    hours: 1,
    counts: count,
    means: mean,
    absoluteErrors: error,
    floorErrors: poissonFloor(mean),
    deviance: poissonDeviance(count, mean),
    covered: miss === 0 ? 1 : 0,
    exactlyCovered: coverageOf(forecast.distribution, forecast),
    width: upper - lower,
    intervalScore,
    scaledHours: scale === null ? 0 : 1,
    scaledErrors: scale === null ? 0 : error / scale,
    scaledIntervalScore: scale === null ? 0 : intervalScore / scale,
    busyHours: isBusy ? 1 : 0,
    busyRelativeErrors: isBusy ? error / count : 0,
  };
}

/** Adds `more` to `sums`, in place. */
export function addScores(sums: ScoreSums, more: ScoreSums): void {
  for (const name of Object.keys(sums) as (keyof ScoreSums)[]) sums[name] += more[name];
}

/** 2 (y ln(y/μ) − (y − μ)): twice the log likelihood that the forecast lacks to one that knew the count. */
export function poissonDeviance(count: number, mean: number): number {
  const held = Math.max(mean, leastDevianceMean);
  return 2 * ((count > 0 ? count * Math.log(count / held) : 0) - (count - held));
}

/**
 * E|Y − m| for Y ~ Poisson(λ) and its median m. No forecast can have a smaller mean absolute error; about 0.8 √λ.
 */
export function poissonFloor(lambda: number): number {
  return poissonError(lambda, countMedian(poissonLaw(lambda)));
}

/** E|Y − m| for Y ~ Poisson(λ) and a whole m: 2 [m F(m) − λ F(m − 1)] + λ − m. */
export function poissonError(lambda: number, m: number): number {
  const law = poissonLaw(lambda);
  return 2 * (m * probabilityAtMost(law, m) - lambda * probabilityAtMost(law, m - 1)) + lambda - m;
}

const poissonLaw = (lambda: number): CountDistribution => ({
  kind: "negative_binomial",
  mean: Math.max(lambda, 0),
  dispersion: 0,
  known: 0,
});

/** What is shown of a set of hours. Null where there were no such hours. */
export type ForecastScores = {
  hours: number;
  /** Absolute error of the median over the sum of the counts. */
  wape: number | null;
  /** What WAPE would be for a perfect forecast. */
  wapeFloor: number | null;
  /** WAPE over its floor: 1 is perfect. */
  wapeOverFloor: number | null;
  /** Absolute error over the seasonal (168 h) naive error in the training. */
  mase: number | null;
  /** Mean relative error where the count was five or more. */
  mape: number | null;
  /** Mean − count over the sum of the counts: above 0 too much was forecast. */
  bias: number | null;
  deviance: number | null;
  /** Share of the counts inside the 95 % interval. */
  coverage: number | null;
  /** The share that would be inside if every law were exact. */
  exactCoverage: number | null;
  /** Mean width of the interval, in starts. */
  width: number | null;
  /** Interval score of the 95 % interval over the seasonal naive error in the training. */
  msis: number | null;
};

/**
 * Scores from sums.
 * @see Gneiting and Raftery, Journal of the American Statistical Association 102 (2007), for the interval score
 * @see Makridakis, Spiliotis and Assimakopoulos, International Journal of Forecasting 36 (2020), for MSIS
 */
export function toScores(sums: ScoreSums): ForecastScores {
  return {
    hours: sums.hours,
    wape: ratio(sums.absoluteErrors, sums.counts),
    wapeFloor: ratio(sums.floorErrors, sums.means),
    wapeOverFloor: ratio(sums.absoluteErrors * sums.means, sums.counts * sums.floorErrors),
    mase: ratio(sums.scaledErrors, sums.scaledHours),
    mape: ratio(sums.busyRelativeErrors, sums.busyHours),
    bias: ratio(sums.means - sums.counts, sums.counts),
    deviance: ratio(sums.deviance, sums.hours),
    coverage: ratio(sums.covered, sums.hours),
    exactCoverage: ratio(sums.exactlyCovered, sums.hours),
    width: ratio(sums.width, sums.hours),
    msis: ratio(sums.scaledIntervalScore, sums.scaledHours),
  };
}

const ratio = (of: number, over: number) => (over > 0 ? of / over : null);
