import type { AccuracyFigures } from "../schemas/accuracy.ts";
import type { AccuracySums } from "./judge-hour.ts";

const over = (sum: number, by: number) => (by > 0 ? sum / by : null);

/** Figures that are shown, from sums over hours; null where there is nothing to divide by. */
export function accuracyFigures(sums: AccuracySums): AccuracyFigures {
  const { hours, actual_sum: actual, seasonal_naive_error_sum: naive } = sums;
  return {
    hours,
    actual,
    wape: over(sums.absolute_error_sum, actual),
    floorWape: over(sums.floor_error_sum, sums.forecast_sum),
    referenceWape: over(sums.reference_absolute_error_sum, actual),
    withoutOverridesWape: over(sums.plain_absolute_error_sum, actual),
    bias: over(sums.forecast_sum - actual, actual),
    mape: over(sums.busy_relative_error_sum, sums.busy_hours),
    busyHours: sums.busy_hours,
    mase: over(sums.absolute_error_sum, naive),
    deviance: over(sums.deviance_sum, hours),
    referenceDeviance: over(sums.reference_deviance_sum, hours),
    coverage: over(sums.covered_hours, hours),
    exactCoverage: over(Math.min(hours, sums.exact_covered_sum), hours),
    referenceCoverage: over(sums.reference_covered_hours, hours),
    meanWidth: over(sums.width_sum, hours),
    msis: over(sums.interval_score_sum, naive),
    referenceMsis: over(sums.reference_interval_score_sum, naive),
  };
}
