/** A series that is sure of itself says to the others no more than that a value is e⁻⁶ times as likely as the best. */
const mostSay = 6;

/**
 * For each series, how much each value of a grid is to be believed: its own log likelihoods plus, as the prior, the
 * mean log likelihood over all series (as if one typical series more had been seen), each with a bounded say. So a series with little to say
 * follows the others, and one with much to say does not. The weights of a series add up to 1.
 * @param logLikelihoods one row a series, one column a value of the grid
 * @param priorSeries how many typical series the prior counts for
 * @param logPrior what is believed of each value before any data
 */
export function shrunkGridWeights(
  logLikelihoods: readonly Float64Array[],
  priorSeries = 1,
  logPrior?: readonly number[],
): Float64Array[] {
  const size = logLikelihoods[0]?.length ?? 0;
  const typical = new Float64Array(size);
  for (const row of logLikelihoods) {
    const top = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    for (let at = 0; at < size; at++) {
      const say = Math.max((row[at] ?? 0) - top, -mostSay);
      typical[at] = (typical[at] ?? 0) + (say * priorSeries) / logLikelihoods.length;
    }
  }
  return logLikelihoods.map((row) =>
    toShares(row.map((own, at) => own + (typical[at] ?? 0) + (logPrior?.[at] ?? 0))),
  );
}

/** e^x of each, divided by their sum. */
function toShares(logs: Float64Array): Float64Array {
  const top = logs.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const shares = logs.map((value) => Math.exp(value - top));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** The mean of a grid's values by weights. */
export function weightedMean(values: readonly number[], weights: Float64Array): number {
  return values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
}
