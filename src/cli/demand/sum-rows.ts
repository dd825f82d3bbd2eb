import type { SumScore } from "#domain/forecasting/score-sums.ts";
import type { SharedError } from "#domain/forecasting/shared-error.ts";
import type { ScoreRow } from "./score-rows.ts";

/** A line for each kind of sum: what its band held, with and without what hours err together. */
export function sumRows(scores: readonly SumScore[]): ScoreRow[] {
  return scores.map(({ sum, sums, independent, shared, exactCoverage }) => ({
    sum,
    sums,
    as_if_independent: rounded(independent.coverage),
    with_shared_error: rounded(shared.coverage),
    exact_law: rounded(exactCoverage),
    width_independent: rounded(independent.width, 1),
    width_shared: rounded(shared.width, 1),
  }));
}

const rounded = (value: number, digits = 3) => Number(value.toFixed(digits));

/** The parts of the error that hours have in common, as standard deviations in per cent. */
export function sharedInWords({ everywhere, day, series, seriesDay }: SharedError): string {
  const percent = (variance: number) => `${(100 * Math.sqrt(variance)).toFixed(1)} %`;
  return `Rates are off together by ${percent(everywhere)} everywhere, ${percent(day)} on a day, ${percent(series)} in a series, ${percent(seriesDay)} in a series on a day (standard deviations).`;
}
