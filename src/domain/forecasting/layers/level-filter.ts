import { CountLikelihood } from "../count-likelihood.ts";
import { shrunkGridWeights, weightedMean } from "../grid-posterior.ts";

/** A series by day: what came, and what its profile expects at level 1. Days of which nothing is known have 0 expected. */
export type DailyTotals = { counts: Float64Array; expected: Float64Array };

export type LevelPath = {
  /** The level as it was known at the end of each day. */
  path: Float64Array;
  /** The level `days` after the last day of the path, 1 being the day after. */
  ahead(days: number): { level: number; trend: number };
  /** How much a day's total varies beyond chance: variance ÷ mean² of its common shock. */
  dayDispersion: number;
  /** How long the level's memory is, in days, averaged over what the likelihood believes. */
  memoryDays: number;
};

/** What the filter was found to believe, for refits on other days. */
export type LevelTuning = { dayDispersions: readonly number[] };

/**
 * What a day forgets of the days before it. 1 forgets nothing; 0.6 all but the last two days. A year's steady level,
 * a slow drift, and a shift of last week each find a member that fits.
 */
export const retentions = [1, 0.985, 0.96, 0.9, 0.8, 0.6];
const growths = [false, true];
const dayDispersionGrid = [0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64];
/**
 * The distance at which members are judged. Further ahead a shift shows later; at one day, short memories win by chance
 * and lose over the week.
 */
const judgedAheadDays = 2;
/**
 * ln of what is believed of members before any data: growth, and memories of less than a week, have to earn their
 * weight, for a few odd days look like them.
 */
const [growthLogPrior, shortLogPrior, shortMemory] = [-1.5, -3, 0.85];
/** How fast a member's past merits fade, a day. */
const meritRetention = 0.985;
/** How many typical series the others count for when a series weighs its members. */
const priorSeries = 1;
/** The level starts at 1 with the weight of this many days. */
const startDays = 0.5;
/**
 * A day further than this from what was expected, in standard deviations, counts as this far: one odd day is no new
 * level. Odd days that follow one another in the same direction are: each further one may be so many times as far.
 */
const [mostSurprise, roomGrowth] = [3, 4];

/**
 * Level of a series over its profile, by Gamma-Poisson filters with power discounting: the level is Gamma(a, b);
 * each day multiplies a and b by the retention, then adds the day's count and expectation, both divided by the day's
 * variance inflation. Members with several retentions, with and without a growth rate, run side by side; each weighs
 * by the likelihood that it gave to the days two days ahead of it.
 * @see Harvey and Fernandes, Journal of Business and Economic Statistics 7 (1989), for the filter
 * @see Raftery, Kárný and Ettler, Technometrics 52 (2010), for weighing members by faded likelihoods
 */
export function filterLevels(
  series: readonly DailyTotals[],
  tuning?: LevelTuning,
): { levels: LevelPath[]; tuning: LevelTuning } {
  const mostCount = series.reduce((most, { counts }) => Math.max(most, Math.round(maximum(counts))), 0);
  const likelihoods = dayDispersionGrid.map((dispersion) => new CountLikelihood(dispersion, mostCount));
  const dayDispersions = tuning?.dayDispersions ?? findDayDispersions(series, likelihoods);
  const members = retentions.flatMap((retention) => growths.map((hasGrowth) => ({ retention, hasGrowth })));
  const runs = series.map((daily, index) => {
    const dispersion = dayDispersions[index] ?? 0;
    const slope = growthRate(daily, dispersion);
    return members.map(({ retention, hasGrowth }) =>
      runFilter(daily, retention, dispersion, hasGrowth ? slope : 0),
    );
  });
  const merits = runs.map((ofSeries, index) => {
    const dispersion = dayDispersions[index] ?? 0;
    const likelihood = likelihoodNear(likelihoods, dispersion);
    return Float64Array.from(ofSeries, (run) => meritOf(run, series[index] ?? empty, likelihood));
  });
  const logPrior = members.map(
    ({ retention, hasGrowth }) =>
      (hasGrowth ? growthLogPrior : 0) + (retention < shortMemory ? shortLogPrior : 0),
  );
  const weights = shrunkGridWeights(merits, priorSeries, logPrior);
  const levels = runs.map((ofSeries, index) =>
    blend(ofSeries, weights[index] ?? new Float64Array(), dayDispersions[index] ?? 0),
  );
  return { levels, tuning: { dayDispersions } };
}

const empty: DailyTotals = { counts: new Float64Array(), expected: new Float64Array() };
const maximum = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), 0);

export type FilterRun = { path: Float64Array; slope: number; retention: number };

export function runFilter(
  { counts, expected }: DailyTotals,
  retention: number,
  dispersion: number,
  slope: number,
): FilterRun {
  const days = counts.length;
  const path = new Float64Array(days);
  const typical = meanOf(expected) || 1;
  let b = (startDays * typical) / (1 + dispersion * typical);
  let a = b;
  const growth = Math.exp(slope);
  let oddDays = 0;
  for (let day = 0; day < days; day++) {
    // The growth moves the level by itself; what is filtered is the rest.
    a *= retention * growth;
    b *= retention;
    const mean = (a / b) * (expected[day] ?? 0);
    if (mean > 0) {
      const inflation = 1 + dispersion * mean;
      const usualRoom = mostSurprise * Math.sqrt(mean * inflation + mean ** 2 / a);
      const surprise = (counts[day] ?? 0) - mean;
      const isFurther = oddDays === 0 || Math.sign(surprise) === Math.sign(oddDays);
      const room = isFurther ? usualRoom * roomGrowth ** Math.abs(oddDays) : usualRoom;
      const held = mean + Math.sign(surprise) * Math.min(Math.abs(surprise), room);
      if (Math.abs(surprise) <= usualRoom) oddDays = 0;
      else oddDays = isFurther ? oddDays + Math.sign(surprise) : Math.sign(surprise);
      a += held / inflation;
      b += (expected[day] ?? 0) / inflation;
    }
    path[day] = a / b;
  }
  return { path, slope, retention };
}

/** Faded sum of the log likelihoods of the days, each from the level as it was known `judgedAheadDays` before. */
function meritOf(run: FilterRun, { counts, expected }: DailyTotals, likelihood: CountLikelihood): number {
  const lead = Math.exp(run.slope * judgedAheadDays);
  let merit = 0;
  for (let day = judgedAheadDays; day < counts.length; day++) {
    merit *= meritRetention;
    const mean = (run.path[day - judgedAheadDays] ?? 1) * lead * (expected[day] ?? 0);
    if (mean > 0) merit += likelihood.of(Math.round(counts[day] ?? 0), mean, Math.log(mean));
  }
  return merit;
}

function blend(runs: readonly FilterRun[], weights: Float64Array, dayDispersion: number): LevelPath {
  const days = runs[0]?.path.length ?? 0;
  const path = Float64Array.from({ length: days }, (_, day) =>
    runs.reduce((sum, run, at) => sum + (weights[at] ?? 0) * (run.path[day] ?? 1), 0),
  );
  const last = path.at(-1) ?? 1;
  const trends = new Map<number, number>();
  const memoryDays = weightedMean(
    runs.map(({ retention }) => Math.min(1 / (1 - retention), days)),
    weights,
  );
  return {
    path,
    dayDispersion,
    memoryDays,
    ahead(distance) {
      const trend = trends.get(distance) ?? trendAhead(runs, weights, distance);
      trends.set(distance, trend);
      return { level: last, trend };
    },
  };
}

/** What the members' growth makes of the blended level: 1 where none of them grows. */
function trendAhead(runs: readonly FilterRun[], weights: Float64Array, distance: number): number {
  let [now, then] = [0, 0];
  runs.forEach(({ path, slope }, at) => {
    const level = (weights[at] ?? 0) * (path.at(-1) ?? 1);
    now += level;
    then += level * Math.exp(slope * distance);
  });
  return now > 0 ? then / now : 1;
}

/** How much days vary beyond chance around a level that follows them slowly. */
function findDayDispersions(
  series: readonly DailyTotals[],
  likelihoods: readonly CountLikelihood[],
): number[] {
  const logLikelihoods = series.map((daily) => {
    const slow = runFilter(daily, 0.93, 0.02, 0);
    return Float64Array.from(likelihoods, (likelihood) => {
      let sum = 0;
      for (let day = 1; day < daily.counts.length; day++) {
        const mean = (slow.path[day - 1] ?? 1) * (daily.expected[day] ?? 0);
        if (mean > 0) sum += likelihood.of(Math.round(daily.counts[day] ?? 0), mean, Math.log(mean));
      }
      return sum;
    });
  });
  return shrunkGridWeights(logLikelihoods).map((weights) => weightedMean(dayDispersionGrid, weights));
}

function likelihoodNear(likelihoods: readonly CountLikelihood[], dispersion: number): CountLikelihood {
  let nearest = 0;
  dayDispersionGrid.forEach((value, at) => {
    if (Math.abs(value - dispersion) < Math.abs((dayDispersionGrid[nearest] ?? 0) - dispersion)) nearest = at;
  });
  const found = likelihoods[nearest];
  if (found === undefined) throw new RangeError("no likelihood");
  return found;
}

/**
 * Growth a day on the log scale: weighted least squares of ln(level) over weeks, shrunk towards no growth by a prior
 * of standard deviation 0.3 % a day.
 */
function growthRate({ counts, expected }: DailyTotals, dispersion: number): number {
  const weeks: { at: number; log: number; weight: number }[] = [];
  for (let end = counts.length; end - 7 >= 0; end -= 7) {
    let [count, mean] = [0, 0];
    for (let day = end - 7; day < end; day++) {
      count += counts[day] ?? 0;
      mean += expected[day] ?? 0;
    }
    if (mean > 0 && count > 0)
      weeks.push({
        at: end,
        log: Math.log((count + 0.5) / (mean + 0.5)),
        weight: 1 / (1 / (count + 1) + dispersion / 7 + 0.002),
      });
  }
  const total = weeks.reduce((sum, { weight }) => sum + weight, 0);
  if (weeks.length < 4) return 0;
  const middle = weeks.reduce((sum, { at, weight }) => sum + at * weight, 0) / total;
  const height = weeks.reduce((sum, { log, weight }) => sum + log * weight, 0) / total;
  const spread = weeks.reduce((sum, { at, weight }) => sum + weight * (at - middle) ** 2, 0);
  const along = weeks.reduce((sum, { at, log, weight }) => sum + weight * (at - middle) * (log - height), 0);
  return along / (spread + 1 / growthSd ** 2);
}

/** A growth of 2 % a week is usual; 6 % is much. */
const growthSd = 0.003;

function meanOf(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (value <= 0) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : 0;
}
