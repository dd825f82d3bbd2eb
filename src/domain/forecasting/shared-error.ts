import type { CountDistribution } from "./count-distribution.ts";
import { countVariance } from "./count-moments.ts";
import type { NegativeBinomial } from "./count-probabilities.ts";

/**
 * How far forecasts are off together. What is still to come of an hour has a rate that is off by a share of itself, and that
 * share has parts that other hours have in common: these are the variances of the parts. Two hours i and j of one
 * forecast then have the covariance mean_i · mean_j · (everywhere + day of the same day + series of the same series +
 * seriesDay of both), with the means of what is still to come.
 */
export type SharedError = {
  /** All hours of all series. */
  everywhere: number;
  /** All series on one day. */
  day: number;
  /** One series on all days. */
  series: number;
  /** One series on one day. */
  seriesDay: number;
};

/** As if every hour erred for itself. */
export const noSharedError: SharedError = { everywhere: 0, day: 0, series: 0, seriesDay: 0 };

/** A number of each hour, summed over one series' hours of one day. */
export type DayOfSeries = { series: string; day: number; sum: number; squares: number };

/** Sums over pairs of different hours i and j of x_i · x_j, by what the two have in common. */
type Pairs = { seriesDay: number; series: number; day: number; neither: number };

/** By squares of sums less sums of squares; no pair is looked at. */
function pairsOf(days: readonly DayOfSeries[]): Pairs {
  let [all, squares, ofDays] = [0, 0, 0];
  const bySeries = new Map<string, number>();
  const byDay = new Map<number, number>();
  for (const { series, day, sum, squares: own } of days) {
    all += sum;
    squares += own;
    ofDays += sum * sum;
    bySeries.set(series, (bySeries.get(series) ?? 0) + sum);
    byDay.set(day, (byDay.get(day) ?? 0) + sum);
  }
  const squared = (sums: Map<unknown, number>) =>
    [...sums.values()].reduce((total, sum) => total + sum * sum, 0);
  const [ofSeries, onDays] = [squared(bySeries), squared(byDay)];
  return {
    seriesDay: ofDays - squares,
    series: ofSeries - ofDays,
    day: onDays - ofDays,
    neither: all * all - ofSeries - onDays + ofDays,
  };
}

/** One series' hours of one day, in one forecast whose outcome is known. */
export type SharedErrorDay = {
  run: string;
  series: string;
  day: number;
  /** Σ (count − mean), and of the squares. */
  error: number;
  errorSquares: number;
  /** Σ of the means of what was still to come, and of their squares. */
  mean: number;
  meanSquares: number;
};

/**
 * By moments: of pairs of hours with the same things in common, Σ e_i e_j ÷ Σ mean_i mean_j, drawn towards what is usual by
 * days ÷ (days + priorDays). The four parts are the differences of these four ratios, none below nought.
 * @param days different days with an outcome
 */
export function estimateSharedError(
  outcomes: readonly SharedErrorDay[],
  days: number,
  { prior, priorDays }: { prior: SharedError; priorDays: number },
): SharedError {
  const [errors, means] = [emptyPairs(), emptyPairs()];
  for (const run of Map.groupBy(outcomes, (one) => one.run).values()) {
    addPairs(errors, pairsOf(run.map((one) => ({ ...one, sum: one.error, squares: one.errorSquares }))));
    addPairs(means, pairsOf(run.map((one) => ({ ...one, sum: one.mean, squares: one.meanSquares }))));
  }
  const weight = days / (days + priorDays);
  const usual = togetherOf(prior);
  const drawn = (kind: keyof Pairs) => {
    if (means[kind] <= 0) return usual[kind];
    return weight * (errors[kind] / means[kind]) + (1 - weight) * usual[kind];
  };
  const everywhere = Math.max(0, drawn("neither"));
  const day = Math.max(0, drawn("day") - everywhere);
  const series = Math.max(0, drawn("series") - everywhere);
  return { everywhere, day, series, seriesDay: Math.max(0, drawn("seriesDay") - everywhere - day - series) };
}

/** What pairs have in common, all parts together. */
function togetherOf({ everywhere, day, series, seriesDay }: SharedError): Pairs {
  return {
    neither: everywhere,
    day: everywhere + day,
    series: everywhere + series,
    seriesDay: everywhere + day + series + seriesDay,
  };
}

const emptyPairs = (): Pairs => ({ seriesDay: 0, series: 0, day: 0, neither: 0 });

function addPairs(sums: Pairs, more: Pairs): void {
  for (const kind of Object.keys(sums) as (keyof Pairs)[]) sums[kind] += more[kind];
}

/** Variance that a sum has because its hours err together, on top of the sum of their own variances. */
export function sharedVariance(means: readonly DayOfSeries[], shared: SharedError): number {
  const pairs = pairsOf(means);
  const together = togetherOf(shared);
  return (Object.keys(pairs) as (keyof Pairs)[]).reduce((sum, kind) => sum + pairs[kind] * together[kind], 0);
}

/** An hour's count: what is known of it, and the law of what is still to come. */
export type HourOfSum = NegativeBinomial & { series: string; day: number; known: number };

/**
 * The law of the sum of hours that err together: negative binomial of the mean and variance that the sum has, Σ variances +
 * `sharedVariance`.
 */
export function lawOfSum(hours: readonly HourOfSum[], shared: SharedError): CountDistribution {
  const days = new Map<string, DayOfSeries>();
  let [known, mean, variance] = [0, 0, 0];
  for (const hour of hours) {
    known += hour.known;
    mean += hour.mean;
    variance += countVariance({ kind: "negative_binomial", ...hour });
    const key = `${hour.day} ${hour.series}`;
    const own = days.get(key) ?? { series: hour.series, day: hour.day, sum: 0, squares: 0 };
    own.sum += hour.mean;
    own.squares += hour.mean ** 2;
    days.set(key, own);
  }
  return countLawOf(known, mean, variance + sharedVariance([...days.values()], shared));
}

/** The negative binomial of a mean and variance; Poisson where the variance is not above the mean. */
export function countLawOf(known: number, mean: number, variance: number): CountDistribution {
  const dispersion = mean > 0 ? Math.max(0, (variance - mean) / mean ** 2) : 0;
  return { kind: "negative_binomial", mean, dispersion, known };
}
