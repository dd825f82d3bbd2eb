import type { CountDistribution } from "./count-distribution.ts";
import { countVariance } from "./count-moments.ts";
import type { Panel, PanelSeries } from "./panel.ts";

/** No series is cut to less than this share of its own forecast for the sake of the sum. */
const leastShare = 0.2;
/** Prior of the total's say, in days on which the sum alone was right. */
const priorDays = 7;

/** What a day's sum over series, the total's own forecast, and the truth were. */
export type ReconciledDay = { sum: number; total: number; count: number };

/**
 * How much say the forecast of the total has over the sum of the series' forecasts, 0 to 1: the weight that would have
 * made past days come out best by least squares, shrunk to none.
 */
export function totalWeight(days: readonly ReconciledDay[]): number {
  let [along, spread] = [0, 0];
  for (const { sum, total, count } of days) {
    const scale = Math.max(sum, 1);
    along += ((count - sum) * (total - sum)) / scale;
    spread += (total - sum) ** 2 / scale;
  }
  if (spread <= 0) return 0;
  const shrunk = along / (spread * (1 + priorDays / days.length));
  return Math.max(0, Math.min(1, shrunk));
}

/**
 * Means that add up to sum + weight · (total − sum): what is to be added is shared out in proportion to the variances
 * of the series' counts, so that what is known best is moved least, and no mean falls below a fifth of what it was.
 * This is the least-squares reconciliation of a sum with a diagonal covariance, kept from going below nought.
 * @returns what each series' mean is multiplied by
 * @see Wickramasuriya, Athanasopoulos and Hyndman, Journal of the American Statistical Association 114 (2019)
 */
export function reconcileHour(
  laws: readonly CountDistribution[],
  total: number,
  weight: number,
): Float64Array {
  const means = laws.map((law) => law.mean);
  const factors = new Float64Array(laws.length).fill(1);
  const sum = means.reduce((all, mean) => all + mean, 0);
  let toShare = weight * (total - sum);
  const free = new Set(laws.keys());
  // Each round fixes at least one series at its least, or ends.
  while (free.size > 0 && Math.abs(toShare) > 1e-12 * sum) {
    const variance = [...free].reduce((all, series) => all + varianceOf(laws[series]), 0);
    if (variance <= 0) break;
    const cut = [...free].filter((series) => {
      const mean = means[series] ?? 0;
      return mean + (toShare * varianceOf(laws[series])) / variance < leastShare * mean;
    });
    if (cut.length === 0) {
      for (const series of free)
        factors[series] =
          1 + (toShare * varianceOf(laws[series])) / variance / Math.max(means[series] ?? 0, 1e-12);
      break;
    }
    for (const series of cut) {
      factors[series] = leastShare;
      toShare += (1 - leastShare) * (means[series] ?? 0);
      free.delete(series);
    }
  }
  return factors;
}

const varianceOf = (law: CountDistribution | undefined) => (law === undefined ? 0 : countVariance(law));

/**
 * The sum of all series as a panel of one. An hour is unknown where a series is that was known before and after it; a
 * series that had not begun, or has ended, adds nothing.
 */
export function totalPanel({ slots, series, covariates }: Panel): Panel {
  const counts = new Float64Array(slots.length);
  const weights = new Float64Array(slots.length).fill(1);
  for (const own of series) addSeries(own, counts, weights);
  return { slots, series: [{ id: "total", group: null, counts, weights }], covariates };
}

function addSeries(own: PanelSeries, counts: Float64Array, weights: Float64Array): void {
  const first = own.counts.findIndex((count) => !Number.isNaN(count));
  const last = own.counts.findLastIndex((count) => !Number.isNaN(count));
  for (let hour = Math.max(first, 0); hour <= last; hour++) {
    counts[hour] = (counts[hour] ?? 0) + (own.counts[hour] ?? Number.NaN);
    weights[hour] = Math.min(weights[hour] ?? 1, own.weights[hour] ?? 1);
  }
}
