import { seededRandom } from "../../stats/seeded-random.ts";
import { type BinLimits, binLimits, binOf } from "./bins.ts";
import { growTree, type Tree, type TreeLimits, treeValue } from "./tree.ts";

/** Rows to learn from: one feature after the other, each with a value for every row; NaN is unknown. */
export type BoostingRows = {
  features: readonly Float64Array[];
  counts: Float64Array;
  /** ln of what is expected of each row before anything is learnt. */
  logExpected: Float64Array;
  weights: Float64Array;
};

export type BoostingOptions = TreeLimits & {
  trees: number;
  /** How much hours differ by more than chance (variance ÷ mean²): busy hours count for less than their starts. */
  dispersion: number;
  /** Share of a tree's change that is taken. */
  rate: number;
  /** Share of the rows that each tree sees. */
  rowShare: number;
  /** The rows that a tree sees are drawn. */
  seed: number;
};

/** What was learnt: ln of what expectations are to be multiplied by. */
export type Booster = {
  logFactor(features: readonly number[]): number;
  trees: number;
};

/** Without rows nothing is to be changed. */
export const noBooster: Booster = { logFactor: () => 0, trees: 0 };

/**
 * Stochastic gradient boosting of the Poisson likelihood with trees on histograms: ln mean = ln expected + Σ trees.
 * @see Friedman, Stochastic gradient boosting, Computational Statistics and Data Analysis 38 (2002)
 */
export function boostPoisson(rows: BoostingRows, options: BoostingOptions): Booster {
  const count = rows.counts.length;
  if (count === 0) return noBooster;
  const limits = rows.features.map(binLimits);
  const featureCount = limits.length;
  const bins = binRows(rows, limits);
  const logMeans = Float64Array.from(rows.logExpected);
  const [slopes, bends] = [new Float64Array(count), new Float64Array(count)];
  const random = seededRandom(options.seed);
  const drawn = new Int32Array(count);
  const trees: Tree[] = [];
  for (let round = 0; round < options.trees; round++) {
    for (let row = 0; row < count; row++) {
      const mean = Math.exp(logMeans[row] ?? 0);
      const weight = (rows.weights[row] ?? 0) / (1 + options.dispersion * mean);
      slopes[row] = weight * (mean - (rows.counts[row] ?? 0));
      bends[row] = weight * mean;
    }
    let chosen = 0;
    for (let row = 0; row < count; row++) if (random() < options.rowShare) drawn[chosen++] = row;
    const tree = growTree({ bins, featureCount, slopes, bends }, drawn.slice(0, chosen), options);
    shrink(tree, options.rate);
    trees.push(tree);
    for (let row = 0; row < count; row++)
      logMeans[row] = (logMeans[row] ?? 0) + treeValue(tree, bins, row * featureCount);
  }
  return toBooster(trees, limits);
}

function binRows({ features, counts }: BoostingRows, limits: readonly BinLimits[]): Uint8Array {
  const bins = new Uint8Array(counts.length * features.length);
  features.forEach((values, feature) => {
    const ofFeature = limits[feature] ?? new Float64Array();
    for (let row = 0; row < values.length; row++)
      bins[row * features.length + feature] = binOf(ofFeature, values[row] ?? Number.NaN);
  });
  return bins;
}

function shrink(tree: Tree, rate: number): void {
  tree.values.forEach((value, place) => {
    tree.values[place] = rate * value;
  });
}

function toBooster(trees: readonly Tree[], limits: readonly BinLimits[]): Booster {
  const bins = new Uint8Array(limits.length);
  return {
    trees: trees.length,
    logFactor(features) {
      limits.forEach((ofFeature, feature) => {
        bins[feature] = binOf(ofFeature, features[feature] ?? Number.NaN);
      });
      return trees.reduce((sum, tree) => sum + treeValue(tree, bins, 0), 0);
    },
  };
}
