import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { Covariates, HourSlot } from "../panel.ts";

/** One series as the layer of outside features sees it. */
export type CovariateInput = {
  seriesId: string;
  counts: Float64Array;
  weights: Float64Array;
  /** What is expected of each hour without outside features. */
  expected: Float64Array;
};

/** ln of what each outside feature multiplies the mean by, for each series and hour. */
export type CovariateEffects = {
  /** Names in the order of `logFactors`. */
  names: readonly string[];
  /** One for each name; 0 where the value is not known. */
  logFactors(series: number, slot: HourSlot): number[];
};

/** Standard deviations of effects of a feature's standard deviation on the log scale: all series together, and one around them. */
const [sharedSd, ownSd] = [0.5, 0.15];
/** Values further out than this many standard deviations count as that far: nobody has seen what is beyond. */
const mostDeviations = 3;
/** Chance makes hours differ; what they share in a day does, too: hours of a day count as this many. */
const effectiveHours = 0.5;
const steps = 6;

type Scale = { mean: number; sd: number };

/**
 * Effects of outside features by Poisson regression with what else is expected as offset: ln mean = ln expected +
 * Σ effect · (value − mean) ÷ sd. First one effect over all series, then each series' own, shrunk to it.
 */
export function fitCovariateEffects(
  slots: readonly HourSlot[],
  covariates: Covariates,
  inputs: readonly CovariateInput[],
): CovariateEffects {
  const tables = inputs.map(({ seriesId }) =>
    covariates.names.map((name) =>
      Float64Array.from(slots, (slot) => covariates.valueAt(name, seriesId, slot.startMs)),
    ),
  );
  const scales = covariates.names.map((_, name) =>
    scaleOf(tables.map((table) => table[name] ?? new Float64Array())),
  );
  const rows = tables.map((table) =>
    table.map((values, name) => values.map((value) => scaled(value, scales[name]))),
  );
  const whole = climb(
    inputs,
    rows,
    covariates.names.map(() => 0),
    sharedSd,
  );
  const own = inputs.map((input, index) => climb([input], [rows[index] ?? []], whole, ownSd));
  return {
    names: covariates.names,
    logFactors: (series, slot) =>
      covariates.names.map((name, at) => {
        const value = covariates.valueAt(name, inputs[series]?.seriesId ?? "", slot.startMs);
        return (own[series]?.[at] ?? 0) * scaled(value, scales[at]);
      }),
  };
}

function scaleOf(columns: readonly Float64Array[]): Scale {
  let [count, sum, squares] = [0, 0, 0];
  for (const column of columns)
    for (const value of column) {
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
      squares += value * value;
    }
  const mean = count > 0 ? sum / count : 0;
  return { mean, sd: Math.sqrt(Math.max(0, squares / Math.max(count, 1) - mean ** 2)) };
}

function scaled(value: number, scale: Scale | undefined): number {
  if (scale === undefined || Number.isNaN(value) || !(scale.sd > 0)) return 0;
  return Math.max(-mostDeviations, Math.min(mostDeviations, (value - scale.mean) / scale.sd));
}

/** Newton's method on the effects, from `centre` and held near it. */
function climb(
  inputs: readonly CovariateInput[],
  tables: readonly (readonly Float64Array[])[],
  centre: readonly number[],
  sd: number,
): number[] {
  let effects = [...centre];
  for (let step = 0; step < steps; step++) {
    const curvature = Matrix.diag(centre.map(() => 1 / sd ** 2));
    const slope = effects.map((effect, at) => -(effect - (centre[at] ?? 0)) / sd ** 2);
    for (const [index, input] of inputs.entries())
      addDerivatives(input, tables[index] ?? [], { effects, slope, curvature });
    const change = new CholeskyDecomposition(curvature).solve(Matrix.columnVector(slope)).to1DArray();
    effects = effects.map((effect, at) =>
      Math.max(-2, Math.min(2, effect + Math.max(-1, Math.min(1, change[at] ?? 0)))),
    );
  }
  return effects;
}

function addDerivatives(
  { counts, weights, expected }: CovariateInput,
  table: readonly Float64Array[],
  { effects, slope, curvature }: { effects: readonly number[]; slope: number[]; curvature: Matrix },
): void {
  for (let hour = 0; hour < expected.length; hour++) {
    const weight = (weights[hour] ?? 0) * effectiveHours;
    if (weight === 0) continue;
    const logFactor = effects.reduce((sum, effect, at) => sum + effect * (table[at]?.[hour] ?? 0), 0);
    const mean = (expected[hour] ?? 0) * Math.exp(logFactor);
    const residual = (counts[hour] ?? 0) - mean;
    for (let row = 0; row < effects.length; row++) {
      const value = table[row]?.[hour] ?? 0;
      slope[row] = (slope[row] ?? 0) + weight * value * residual;
      for (let column = 0; column < effects.length; column++)
        curvature.set(
          row,
          column,
          curvature.get(row, column) + weight * mean * value * (table[column]?.[hour] ?? 0),
        );
    }
  }
}
