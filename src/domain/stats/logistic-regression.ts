import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** Trials that share one row of features, so that many alike cost as much as one. */
export type LogisticCell = { features: readonly number[]; successes: number; trials: number };

export type LogisticModel = {
  /** One for each feature; put a constant 1 among the features for the level. */
  coefficients: readonly number[];
};

/** Either the steps end, or somebody should know why not. */
const mostSteps = 50;
const tolerance = 1e-9;

/**
 * Logistic regression with a ridge penalty, by iteratively reweighted least squares: the coefficients w that make
 * Σ successes · ln p + failures · ln(1 − p) − ½ Σ penaltyⱼ wⱼ² the largest, with p = 1 ÷ (1 + e^(−x·w)).
 * @param penalties one for each feature; 0 for those that are not held back, such as the level
 * @throws RangeError where the cells have no trials or the features differ in number
 * @see Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, section 4.4
 */
export function fitLogistic(cells: readonly LogisticCell[], penalties: readonly number[]): LogisticModel {
  if (!cells.some(({ trials }) => trials > 0)) throw new RangeError("there are no trials to learn from");
  if (cells.some(({ features }) => features.length !== penalties.length)) {
    throw new RangeError(`each row must have ${penalties.length} features, as many as there are penalties`);
  }
  let coefficients = penalties.map(() => 0);
  let height = penalisedLogLikelihood(cells, coefficients, penalties);
  for (let step = 0; step < mostSteps; step++) {
    const change = newtonStep(cells, coefficients, penalties);
    const next = halvedUntilBetter(cells, coefficients, change, penalties, height);
    if (next === null || next.height - height < tolerance)
      return { coefficients: next?.coefficients ?? coefficients };
    ({ coefficients, height } = next);
  }
  return { coefficients };
}

/** The chance of a success for a row of features. */
export function predictLogistic({ coefficients }: LogisticModel, features: readonly number[]): number {
  return 1 / (1 + Math.exp(-dot(features, coefficients)));
}

function newtonStep(
  cells: readonly LogisticCell[],
  coefficients: readonly number[],
  penalties: readonly number[],
): number[] {
  const size = penalties.length;
  const curvature = Matrix.diag(penalties.map((penalty) => penalty + 1e-10));
  const slope = coefficients.map((coefficient, j) => -(penalties[j] ?? 0) * coefficient);
  for (const { features, successes, trials } of cells) {
    const chance = predictLogistic({ coefficients }, features);
    const residual = successes - trials * chance;
    const weight = trials * chance * (1 - chance);
    for (let row = 0; row < size; row++) {
      const own = features[row] ?? 0;
      // Most features are one of many that exclude each other, so most are nought.
      if (own === 0) continue;
      slope[row] = (slope[row] ?? 0) + own * residual;
      for (let column = 0; column < size; column++) {
        const other = features[column] ?? 0;
        if (other !== 0) curvature.set(row, column, curvature.get(row, column) + weight * own * other);
      }
    }
  }
  return new CholeskyDecomposition(curvature).solve(Matrix.columnVector(slope)).to1DArray();
}

type Place = { coefficients: number[]; height: number };

function halvedUntilBetter(
  cells: readonly LogisticCell[],
  from: readonly number[],
  change: readonly number[],
  penalties: readonly number[],
  height: number,
): Place | null {
  for (let share = 1; share > 1e-8; share /= 2) {
    const coefficients = from.map((coefficient, j) => coefficient + share * (change[j] ?? 0));
    const reached = penalisedLogLikelihood(cells, coefficients, penalties);
    if (reached > height) return { coefficients, height: reached };
  }
  return null;
}

function penalisedLogLikelihood(
  cells: readonly LogisticCell[],
  coefficients: readonly number[],
  penalties: readonly number[],
): number {
  const penalty = coefficients.reduce((sum, value, j) => sum + (penalties[j] ?? 0) * value * value, 0) / 2;
  return cells.reduce((sum, { features, successes, trials }) => {
    const score = dot(features, coefficients);
    return sum - successes * softplus(-score) - (trials - successes) * softplus(score);
  }, -penalty);
}

/** ln(1 + eˣ), without overflow. */
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
