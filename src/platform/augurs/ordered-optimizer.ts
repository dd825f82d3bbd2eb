import type { ProphetOptimizerFunction } from "@bsull/augurs/prophet";

type StanData = { K: number; X: number[][]; sigmas: number[]; s_a: number[]; s_m: number[] };

/**
 * The same optimiser with its columns in an order of their own. The library keeps seasons and regressors in maps that
 * come out in another order each time, and the optimiser stops at a slightly different place for each.
 */
export function inFixedOrder(optimize: ProphetOptimizerFunction): ProphetOptimizerFunction {
  return (init, json, options) => {
    const data = JSON.parse(json) as StanData;
    const order = columnOrder(data);
    const sorted = {
      ...data,
      X: data.X.map((row) => pick(row, order)),
      sigmas: pick(data.sigmas, order),
      s_a: pick(data.s_a, order),
      s_m: pick(data.s_m, order),
    };
    const start = { ...init, beta: Float64Array.from(pick(init.beta, order)) };
    const output = optimize(start, JSON.stringify(sorted), options);
    const beta = new Float64Array(order.length);
    order.forEach((column, place) => {
      beta[column] = output.params.beta[place] ?? 0;
    });
    return { ...output, params: { ...output.params, beta } };
  };
}

/** Columns by the first row in which they differ. */
function columnOrder({ X, sigmas }: StanData): number[] {
  const compare = (a: number, b: number) => {
    const row = X.find((values) => values[a] !== values[b]) ?? sigmas;
    return (row[a] ?? 0) - (row[b] ?? 0);
  };
  return [...sigmas.keys()].sort(compare);
}

const pick = (values: ArrayLike<number>, order: readonly number[]) => order.map((at) => values[at] ?? 0);
