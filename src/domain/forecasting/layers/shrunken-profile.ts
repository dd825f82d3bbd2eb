import { CountLikelihood } from "../count-likelihood.ts";
import { shrunkGridWeights, weightedMean } from "../grid-posterior.ts";
import { hoursOfWeek } from "../panel-frame.ts";
import type { CellTotals } from "./profile.ts";

/** How much rates vary around their prior mean: variance ÷ mean². Its inverse is the prior's weight in starts. */
const variationGrid = [0, 0.01, 0.03, 0.06, 0.12, 0.25, 0.5, 1, 2];

export type Cells = { counts: Float64Array; exposures: Float64Array; means: Float64Array };

/**
 * Posterior means of rates that vary around prior means by a Gamma law: (1/v + count) ÷ (1/(v · mean) + exposure).
 * The variation v of each series is averaged over a grid by its likelihood, shrunk over series.
 * @see Efron and Hastie, Computer Age Statistical Inference (2016), chapter 6, for Gamma-Poisson empirical Bayes
 */
export function shrinkCells(
  all: readonly Cells[],
  variations: readonly number[] = findVariations(all),
): Float64Array[] {
  return all.map(({ counts, exposures, means }, series) => {
    const variation = variations[series] ?? 0;
    return means.map((mean, cell) => {
      const expected = mean * (exposures[cell] ?? 0);
      return mean * ((1 + variation * (counts[cell] ?? 0)) / (1 + variation * expected));
    });
  });
}

/** How much each series' rates vary around the prior means. */
export function findVariations(all: readonly Cells[]): number[] {
  const mostCount = all.reduce(
    (most, { counts }) => counts.reduce((top, count) => Math.max(top, Math.ceil(count)), most),
    0,
  );
  const likelihoods = variationGrid.map((variation) => new CountLikelihood(variation, mostCount));
  const rows = all.map(({ counts, exposures, means }) =>
    Float64Array.from(likelihoods, (likelihood) => {
      let sum = 0;
      for (let cell = 0; cell < means.length; cell++) {
        const expected = (means[cell] ?? 0) * (exposures[cell] ?? 0);
        if (expected > 0) sum += likelihood.of(Math.round(counts[cell] ?? 0), expected, Math.log(expected));
      }
      return sum;
    }),
  );
  return shrunkGridWeights(rows).map((weights) => weightedMean(variationGrid, weights));
}

/** Adds the cells of `totals` up by the part of the week that `partOf` names. */
export function sumCells(
  { counts, exposures }: CellTotals,
  parts: number,
  partOf: (cell: number) => number,
): CellTotals {
  const sums = { counts: new Float64Array(parts), exposures: new Float64Array(parts), group: null };
  for (let cell = 0; cell < hoursOfWeek; cell++) {
    const part = partOf(cell);
    sums.counts[part] = (sums.counts[part] ?? 0) + (counts[cell] ?? 0);
    sums.exposures[part] = (sums.exposures[part] ?? 0) + (exposures[cell] ?? 0);
  }
  return sums;
}
