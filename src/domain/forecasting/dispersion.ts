import { CountLikelihood } from "./count-likelihood.ts";
import { poissonDeviance } from "./forecast-scores.ts";
import { shrunkGridWeights, weightedMean } from "./grid-posterior.ts";

/** What a model forecast for a week that it had not seen, hour by hour, and what came. */
export type UnseenWeek = { counts: number[]; means: number[]; aheadDays: number[] };

export type Dispersions = {
  /** Dispersion of each series one day ahead: variance = mean + dispersion · mean². */
  ofSeries: readonly number[];
  /** How much the dispersion grows with each further day, as a share of that of the first. */
  growthPerDay: number;
};

const dispersionGrid = [
  0.00003, 0.0001, 0.0005, 0.002, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.22, 0.32, 0.46, 0.68, 1, 1.5,
  2.5, 4,
];
const growthGrid = [0, 0.1, 0.3];
/** Growth is taken up where it makes all that came e² times as likely. */
const leastMerit = 2;
/** The grid's dispersions are those of the middle of a week. */
const middleDay = 4;
/** Where no hour was set aside: what sparse hourly counts usually have. */
const usualDispersion = 0.15;
/** How many typical series the others count for. */
const priorSeries = 1;
/** A week before the last one is out of the ordinary where its deviance is so many times that of the middle week. */
const oddWeek = 2;

/**
 * Dispersions by the negative-binomial likelihood of weeks that were forecast unseen, averaged over a grid and shrunk
 * over series; then one growth with distance for all series. An odd week, in which a level moved or a holiday fell, is
 * left out unless it is the last: it would widen the intervals of all the weeks to come.
 * @param unseen for each series its weeks, the last one first
 */
export function fitDispersions(unseen: readonly (readonly UnseenWeek[])[]): Dispersions {
  const ordinary = unseen.map(joinOrdinaryWeeks);
  if (!ordinary.some(({ counts }) => counts.length > 0))
    return { ofSeries: unseen.map(() => usualDispersion), growthPerDay: 0 };
  const mostCount = ordinary.reduce((most, { counts }) => Math.max(most, ...counts), 0);
  const likelihoods = dispersionGrid.map((dispersion) => new CountLikelihood(dispersion, mostCount));
  const candidates = growthGrid.map((growthPerDay) => weighGrowth(ordinary, likelihoods, growthPerDay));
  return candidates.reduce((best, next) => (next.merit > best.merit + leastMerit ? next : best));
}

function joinOrdinaryWeeks(weeks: readonly UnseenWeek[]): UnseenWeek {
  const isOdd = oddAmong(weeks);
  const kept = weeks.filter((week, at) => at === 0 || !isOdd(week));
  return {
    counts: kept.flatMap(({ counts }) => counts),
    means: kept.flatMap(({ means }) => means),
    aheadDays: kept.flatMap(({ aheadDays }) => aheadDays),
  };
}

/**
 * Weeks as the model that has seen them sees them: an odd week that is as expected but for one factor is one in which
 * a level was still being found that is known by now, so it is taken along that factor.
 * @param weeks of one series, the last one first
 */
export function settleLevels(weeks: readonly UnseenWeek[]): UnseenWeek[] {
  const isOdd = oddAmong(weeks);
  return weeks.map((week) => {
    if (!isOdd(week)) return week;
    const factor = (sumOf(week.counts) + 0.5) / (sumOf(week.means) + 0.5);
    const settled = { ...week, means: week.means.map((mean) => mean * factor) };
    return isOdd(settled) ? week : settled;
  });
}

/** The last weeks by which intervals are judged: an odd one is passed over once an ordinary one has followed. */
export function recentWeeks(weeks: readonly UnseenWeek[], count: number): UnseenWeek[] {
  const isOdd = oddAmong(weeks);
  const [last] = weeks;
  const isSettled = last !== undefined && !isOdd(last);
  return weeks.slice(0, count).filter((week) => !isSettled || !isOdd(week));
}

/** Tells whether a week is out of the ordinary beside these. */
function oddAmong(weeks: readonly UnseenWeek[]): (week: UnseenWeek) => boolean {
  const deviances = weeks.map(devianceOf).sort((a, b) => a - b);
  const most = oddWeek * (deviances[Math.floor((weeks.length - 1) / 2)] ?? 0);
  return (week) => devianceOf(week) > most;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function devianceOf({ counts, means }: UnseenWeek): number {
  const sum = counts.reduce((total, count, hour) => total + poissonDeviance(count, means[hour] ?? 0), 0);
  return counts.length > 0 ? sum / counts.length : 0;
}

function weighGrowth(
  unseen: readonly UnseenWeek[],
  likelihoods: readonly CountLikelihood[],
  growthPerDay: number,
): Dispersions & { merit: number } {
  const rows = unseen.map((hours) => logLikelihoods(hours, likelihoods, growthPerDay));
  const weights = shrunkGridWeights(rows, priorSeries);
  const merit = rows.reduce((sum, row, series) => sum + weightedMean([...row], weights[series] ?? row), 0);
  const toFirstDay = 1 + growthPerDay * (middleDay - 1);
  return {
    merit,
    growthPerDay,
    ofSeries: weights.map((own) => weightedMean(dispersionGrid, own) / toFirstDay),
  };
}

/** Log likelihood of each dispersion of the grid in the middle of the week; nearer and further hours have less and more. */
function logLikelihoods(
  { counts, means, aheadDays }: UnseenWeek,
  likelihoods: readonly CountLikelihood[],
  growthPerDay: number,
): Float64Array {
  const sums = new Float64Array(dispersionGrid.length);
  const steps = Array.from({ length: 8 }, (_, day) => gridSteps(day, growthPerDay));
  for (let hour = 0; hour < counts.length; hour++) {
    const [count, mean] = [counts[hour] ?? 0, means[hour] ?? 0];
    const logMean = Math.log(mean);
    const step = steps[Math.min(aheadDays[hour] ?? 1, 7)];
    for (let at = 0; at < sums.length; at++)
      sums[at] = (sums[at] ?? 0) + (likelihoods[step?.[at] ?? at]?.of(count, mean, logMean) ?? 0);
  }
  return sums;
}

/** For each value of the grid, the place of the value that is nearest to it so many days ahead. */
function gridSteps(aheadDays: number, growthPerDay: number): number[] {
  const scale = (1 + growthPerDay * (aheadDays - 1)) / (1 + growthPerDay * (middleDay - 1));
  return dispersionGrid.map((dispersion) =>
    dispersionGrid.reduce(
      (nearest, value, at) =>
        Math.abs(Math.log(value / (dispersion * scale))) <
        Math.abs(Math.log((dispersionGrid[nearest] ?? 1) / (dispersion * scale)))
          ? at
          : nearest,
      0,
    ),
  );
}
