import { CountLikelihood } from "./count-likelihood.ts";
import { shrunkGridWeights, weightedMean } from "./grid-posterior.ts";

/** What a model forecast for hours that it had not seen, and what came. */
export type UnseenHours = { counts: number[]; means: number[]; aheadDays: number[] };

export type Dispersions = {
  /** Dispersion of a series one day ahead: variance = mean + dispersion · mean². */
  ofSeries: readonly number[];
  /** How much the dispersion grows with each further day, as a share of it. */
  growthPerDay: number;
};

const dispersionGrid = [
  0.0005, 0.002, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.22, 0.32, 0.46, 0.68, 1, 1.5, 2.5, 4,
];
const growthGrid = [0, 0.05, 0.1, 0.2, 0.4];
/** Where no hour was set aside: what sparse hourly counts usually have. */
const usualDispersion = 0.15;
/** How many typical series the others count for. */
const priorSeries = 1;

/**
 * Dispersions by the negative-binomial likelihood of unseen hours, averaged over a grid and shrunk over series; then
 * one growth with distance for all series.
 */
export function fitDispersions(unseen: readonly UnseenHours[]): Dispersions {
  if (!unseen.some(({ counts }) => counts.length > 0))
    return { ofSeries: unseen.map(() => usualDispersion), growthPerDay: 0 };
  const mostCount = unseen.reduce(
    (most, { counts }) => counts.reduce((top, count) => Math.max(top, count), most),
    0,
  );
  const likelihoods = dispersionGrid.map((dispersion) => new CountLikelihood(dispersion, mostCount));
  const middle = 4;
  const growths = growthGrid.map((growth) => {
    const rows = unseen.map((hours) =>
      Float64Array.from(likelihoods, (_, at) => logLikelihood(hours, likelihoods, at, growth, middle)),
    );
    const weights = shrunkGridWeights(rows, priorSeries);
    const merit = rows.reduce((sum, row, series) => sum + weightedMean([...row], weights[series] ?? row), 0);
    const scale = 1 + growth * (middle - 1);
    return { growth, merit, ofSeries: weights.map((own) => weightedMean(dispersionGrid, own) / scale) };
  });
  const best = growths.reduce((top, next) => (next.merit > top.merit + 2 ? next : top));
  return { ofSeries: best.ofSeries, growthPerDay: best.growth };
}

/** Of hours whose dispersion `middle` days ahead is the grid's, and grows with distance. The grid's steps stand for what lies between. */
function logLikelihood(
  { counts, means, aheadDays }: UnseenHours,
  likelihoods: readonly CountLikelihood[],
  at: number,
  growth: number,
  middle: number,
): number {
  let sum = 0;
  for (let hour = 0; hour < counts.length; hour++) {
    const scale = (1 + growth * ((aheadDays[hour] ?? 1) - 1)) / (1 + growth * (middle - 1));
    const likelihood =
      growth === 0 ? likelihoods[at] : likelihoods[nearestTo((dispersionGrid[at] ?? 0) * scale)];
    const mean = means[hour] ?? 0;
    sum += likelihood?.of(counts[hour] ?? 0, mean, Math.log(mean)) ?? 0;
  }
  return sum;
}

function nearestTo(dispersion: number): number {
  const above = dispersionGrid.findIndex((value) => value >= dispersion);
  if (above < 0) return dispersionGrid.length - 1;
  if (above === 0) return 0;
  const [low, high] = [dispersionGrid[above - 1] ?? 0, dispersionGrid[above] ?? 0];
  return dispersion ** 2 < low * high ? above - 1 : above;
}
