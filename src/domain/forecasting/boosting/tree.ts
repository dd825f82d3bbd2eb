import { mostBins } from "./bins.ts";

/** A tree in a list: the node at place n has its children at 2n + 1 (the lower parts) and 2n + 2. */
export type Tree = {
  /** The feature that a node looks at; −1 where it is a leaf. */
  features: Int16Array;
  /** Rows with this part or a lower one go to the first child. */
  parts: Uint8Array;
  /** What a leaf adds to ln mean. */
  values: Float64Array;
};

/** Rows as a tree sees them: parts of all features of a row beside each other, and how the loss bends at each row. */
export type TreeRows = {
  bins: Uint8Array;
  featureCount: number;
  /** First and second derivative of the loss by ln mean. */
  slopes: Float64Array;
  bends: Float64Array;
};

export type TreeLimits = {
  depth: number;
  /** Second derivatives that each side of a split keeps: for the Poisson loss, expected starts. */
  leastBend: number;
  /** Added to the second derivative of a leaf: draws it towards no change. */
  ridge: number;
  /** Limit of what a leaf adds. */
  mostChange: number;
};

/** What the rows of a node add up to, by feature and part: slopes and bends beside each other. */
type Histogram = Float64Array;

/**
 * Grows one tree on some rows, level by level: each node is split where the loss falls most by its second-order
 * approximation, G² ÷ (H + ridge). Of two children only the smaller one's rows are added up; the other is the rest.
 * @see Chen and Guestrin, XGBoost: a scalable tree boosting system (2016)
 */
export function growTree(rows: TreeRows, chosen: Int32Array, limits: TreeLimits): Tree {
  const size = 2 ** (limits.depth + 1) - 1;
  const tree: Tree = {
    features: new Int16Array(size).fill(-1),
    parts: new Uint8Array(size),
    values: new Float64Array(size),
  };
  splitNode(tree, 0, { rows, limits, depth: 0, chosen, histogram: addUp(rows, chosen) });
  return tree;
}

type Node = {
  rows: TreeRows;
  limits: TreeLimits;
  depth: number;
  chosen: Int32Array;
  histogram: Histogram;
};

function splitNode(tree: Tree, place: number, node: Node): void {
  const { rows, limits, depth, chosen, histogram } = node;
  const { slope, bend } = totalsOf(histogram);
  tree.values[place] = leafValue(slope, bend, limits);
  if (depth === limits.depth) return;
  const split = bestSplit(histogram, { slope, bend }, rows.featureCount, limits);
  if (split === null) return;
  tree.features[place] = split.feature;
  tree.parts[place] = split.part;
  const [lower, upper] = partition(rows, chosen, split);
  const lowerIsSmaller = lower.length <= upper.length;
  // The last level needs no more than the sums of its leaves, but those come from histograms, too.
  const ofSmaller = addUp(rows, lowerIsSmaller ? lower : upper);
  const ofLarger = histogram.map((sum, at) => sum - (ofSmaller[at] ?? 0));
  const next = { rows, limits, depth: depth + 1 };
  splitNode(tree, 2 * place + 1, {
    ...next,
    chosen: lower,
    histogram: lowerIsSmaller ? ofSmaller : ofLarger,
  });
  splitNode(tree, 2 * place + 2, {
    ...next,
    chosen: upper,
    histogram: lowerIsSmaller ? ofLarger : ofSmaller,
  });
}

function addUp({ bins, featureCount, slopes, bends }: TreeRows, chosen: Int32Array): Histogram {
  const sums = new Float64Array(featureCount * mostBins * 2);
  for (let at = 0; at < chosen.length; at++) {
    const row = chosen[at] ?? 0;
    const [slope, bend] = [slopes[row] ?? 0, bends[row] ?? 0];
    const start = row * featureCount;
    for (let feature = 0; feature < featureCount; feature++) {
      const cell = (feature * mostBins + (bins[start + feature] ?? 0)) * 2;
      sums[cell] = (sums[cell] ?? 0) + slope;
      sums[cell + 1] = (sums[cell + 1] ?? 0) + bend;
    }
  }
  return sums;
}

/** Every feature's parts hold all rows, so the first one's do. */
function totalsOf(histogram: Histogram): { slope: number; bend: number } {
  let [slope, bend] = [0, 0];
  for (let part = 0; part < mostBins; part++) {
    slope += histogram[2 * part] ?? 0;
    bend += histogram[2 * part + 1] ?? 0;
  }
  return { slope, bend };
}

type Split = { feature: number; part: number };

function bestSplit(
  histogram: Histogram,
  all: { slope: number; bend: number },
  featureCount: number,
  { ridge, leastBend }: TreeLimits,
): Split | null {
  const merit = (slope: number, bend: number) => slope ** 2 / (bend + ridge);
  const before = merit(all.slope, all.bend);
  let [best, bestGain]: [Split | null, number] = [null, 0];
  for (let feature = 0; feature < featureCount; feature++) {
    let [slope, bend] = [0, 0];
    for (let part = 0; part < mostBins - 1; part++) {
      const cell = (feature * mostBins + part) * 2;
      slope += histogram[cell] ?? 0;
      bend += histogram[cell + 1] ?? 0;
      if (bend < leastBend || all.bend - bend < leastBend) continue;
      const gain = merit(slope, bend) + merit(all.slope - slope, all.bend - bend) - before;
      if (gain > bestGain) [best, bestGain] = [{ feature, part }, gain];
    }
  }
  return best;
}

function leafValue(slope: number, bend: number, { ridge, mostChange }: TreeLimits): number {
  return Math.max(-mostChange, Math.min(mostChange, -slope / (bend + ridge)));
}

function partition(
  { bins, featureCount }: TreeRows,
  chosen: Int32Array,
  { feature, part }: Split,
): [Int32Array, Int32Array] {
  const sorted = new Int32Array(chosen.length);
  let [low, high] = [0, chosen.length];
  for (let at = 0; at < chosen.length; at++) {
    const row = chosen[at] ?? 0;
    if ((bins[row * featureCount + feature] ?? 0) <= part) sorted[low++] = row;
    else sorted[--high] = row;
  }
  return [sorted.subarray(0, low), sorted.subarray(low)];
}

/** What the tree adds to ln mean for the row whose parts begin at `start`. */
export function treeValue({ features, parts, values }: Tree, bins: Uint8Array, start: number): number {
  let place = 0;
  for (let feature = features[0] ?? -1; feature >= 0; feature = features[place] ?? -1)
    place = 2 * place + ((bins[start + feature] ?? 0) <= (parts[place] ?? 0) ? 1 : 2);
  return values[place] ?? 0;
}
