import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** Hours of one series that were forecast unseen: what came, what each hour counts for, and what each model had said. */
export type StackedHours = { counts: number[]; weights: number[]; means: number[][] };

/** What the priors count for, in the units of a log likelihood: over all series, and for one towards all. */
const [priorOfAll, priorOfOne] = [50, 30];
const steps = 15;
/** Curvature, as a share of the prior's strength, that is given to the direction that changes nothing. */
const flatness = 1e-3;
/** A weight that moves by less has settled. */
const leastMove = 1e-4;
/** No mean is quite nought. */
const leastMean = 1e-4;

/**
 * Weights of models, for each series, that make the counts most likely under a Poisson law around the weighed mean
 * (stacking): first for all series together, held to `priors`; then for each, held to those. They add up to 1.
 */
export function stackWeights(series: readonly StackedHours[], priors: readonly number[]): number[][] {
  const all = climb(series, priors, priorOfAll);
  return series.map((own) => climb([own], all, priorOfOne));
}

/** Newton's method on the logarithms of the weights: Σ (y ln μ − μ) + strength · Σ prior · ln weight. */
function climb(series: readonly StackedHours[], priors: readonly number[], strength: number): number[] {
  let weights = [...priors];
  let merit = meritOf(series, weights, priors, strength);
  for (let step = 0; step < steps; step++) {
    const change = newtonStep(series, weights, priors, strength);
    let [next, size] = [weights, 1];
    for (; size > 1e-3; size /= 2) {
      const tried = moved(weights, change, size);
      const triedMerit = meritOf(series, tried, priors, strength);
      if (triedMerit <= merit) continue;
      [next, merit] = [tried, triedMerit];
      break;
    }
    const most = next.reduce((far, weight, at) => Math.max(far, Math.abs(weight - (weights[at] ?? 0))), 0);
    weights = next;
    if (most < leastMove) break;
  }
  return weights;
}

function moved(weights: readonly number[], change: readonly number[], size: number): number[] {
  const raw = weights.map(
    (weight, at) => weight * Math.exp(Math.max(-3, Math.min(3, size * (change[at] ?? 0)))),
  );
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}

const mixed = (weights: readonly number[], means: readonly number[][], hour: number) => {
  let mean = leastMean;
  for (let model = 0; model < weights.length; model++)
    mean += (weights[model] ?? 0) * (means[model]?.[hour] ?? 0);
  return mean;
};

function meritOf(
  series: readonly StackedHours[],
  weights: readonly number[],
  priors: readonly number[],
  strength: number,
): number {
  let merit = priors.reduce((sum, prior, at) => sum + strength * prior * Math.log(weights[at] ?? 0), 0);
  for (const { counts, weights: ofHours, means } of series)
    for (let hour = 0; hour < counts.length; hour++) {
      const mean = mixed(weights, means, hour);
      merit += (ofHours[hour] ?? 0) * ((counts[hour] ?? 0) * Math.log(mean) - mean);
    }
  return merit;
}

function newtonStep(
  series: readonly StackedHours[],
  weights: readonly number[],
  priors: readonly number[],
  strength: number,
): number[] {
  const size = weights.length;
  const slope = priors.map((prior, at) => (strength * prior) / (weights[at] ?? 1));
  const curvature = Matrix.diag(priors.map((prior, at) => (strength * prior) / (weights[at] ?? 1) ** 2));
  for (const { counts, weights: ofHours, means } of series)
    for (let hour = 0; hour < counts.length; hour++) {
      const mean = mixed(weights, means, hour);
      const [count, weight] = [counts[hour] ?? 0, ofHours[hour] ?? 0];
      for (let row = 0; row < size; row++) {
        const own = means[row]?.[hour] ?? 0;
        slope[row] = (slope[row] ?? 0) + weight * (count / mean - 1) * own;
        for (let column = 0; column <= row; column++) {
          const value =
            curvature.get(row, column) + (weight * count * own * (means[column]?.[hour] ?? 0)) / mean ** 2;
          curvature.set(row, column, value);
          curvature.set(column, row, value);
        }
      }
    }
  // From weights to their logarithms, along which they add up to 1.
  const toLogs = Matrix.diag([...weights]).sub(
    Matrix.columnVector([...weights]).mmul(Matrix.rowVector([...weights])),
  );
  const product = toLogs.mmul(curvature).mmul(toLogs);
  // Rounding leaves the product not quite symmetric; along equal logarithms it is flat.
  const inLogs = product
    .clone()
    .add(product.transpose())
    .mul(0.5)
    .add(Matrix.eye(size).mul(flatness * strength));
  return new CholeskyDecomposition(inLogs).solve(toLogs.mmul(Matrix.columnVector(slope))).to1DArray();
}
