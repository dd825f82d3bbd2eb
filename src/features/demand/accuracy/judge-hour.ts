import { coverageOf, intervalShare } from "#domain/forecasting/count-interval.ts";
import { countMedian } from "#domain/forecasting/count-quantile.ts";
import { poissonDeviance, poissonFloor } from "#domain/forecasting/forecast-scores.ts";

/** A forecast as it was made, and what came. */
export type PassedHour = {
  mean: number;
  median: number;
  lower: number;
  upper: number;
  booked: number;
  remainderMean: number;
  dispersion: number;
  meanWithoutOverride: number;
  referenceMean: number | null;
  referenceLower: number | null;
  referenceUpper: number | null;
  actual: number;
  /** What came in the same hour a week before. */
  weekBefore: number;
};

/** Sums over hours, by the columns of forecast_accuracy. */
export const noSums = {
  hours: 0,
  actual_sum: 0,
  forecast_sum: 0,
  absolute_error_sum: 0,
  floor_error_sum: 0,
  deviance_sum: 0,
  covered_hours: 0,
  width_sum: 0,
  interval_score_sum: 0,
  exact_covered_sum: 0,
  busy_hours: 0,
  busy_relative_error_sum: 0,
  plain_absolute_error_sum: 0,
  seasonal_naive_error_sum: 0,
  reference_absolute_error_sum: 0,
  reference_deviance_sum: 0,
  reference_covered_hours: 0,
  reference_interval_score_sum: 0,
};

export type AccuracySums = typeof noSums;

/** From here on a relative error means something, in sessions. */
export const busySessions = 5;

/**
 * What one hour adds. Errors are those of the median, as the absolute error is least there; the reference has its mean
 * alone. Without overrides: the same law around the mean that the models had.
 */
export function judgeHour(hour: PassedHour): AccuracySums {
  const { actual, mean, median, lower, upper } = hour;
  const error = Math.abs(actual - median);
  const isBusy = actual >= busySessions;
  const law = { kind: "negative_binomial" as const, dispersion: hour.dispersion, known: hour.booked };
  const plain = { ...law, mean: Math.max(0, hour.meanWithoutOverride - hour.booked) };
  return {
    hours: 1,
    actual_sum: actual,
    forecast_sum: mean,
    absolute_error_sum: error,
    floor_error_sum: poissonFloor(mean),
    deviance_sum: poissonDeviance(actual, mean),
    ...intervalOf(actual, lower, upper),
    width_sum: upper - lower,
    exact_covered_sum: coverageOf({ ...law, mean: hour.remainderMean }, { lower, upper }),
    busy_hours: isBusy ? 1 : 0,
    busy_relative_error_sum: isBusy ? error / actual : 0,
    plain_absolute_error_sum:
      hour.meanWithoutOverride === mean ? error : Math.abs(actual - countMedian(plain)),
    seasonal_naive_error_sum: Math.abs(actual - hour.weekBefore),
    ...referenceOf(hour),
  };
}

function intervalOf(actual: number, lower: number, upper: number) {
  const miss = Math.max(lower - actual, actual - upper, 0);
  return {
    covered_hours: miss === 0 ? 1 : 0,
    interval_score_sum: upper - lower + (2 / (1 - intervalShare)) * miss,
  };
}

function referenceOf({ actual, referenceMean, referenceLower, referenceUpper }: PassedHour) {
  const mean = referenceMean ?? 0;
  const { covered_hours, interval_score_sum } = intervalOf(
    actual,
    referenceLower ?? mean,
    referenceUpper ?? mean,
  );
  return {
    reference_absolute_error_sum: Math.abs(actual - mean),
    reference_deviance_sum: poissonDeviance(actual, mean),
    reference_covered_hours: covered_hours,
    reference_interval_score_sum: interval_score_sum,
  };
}

/** Sums of two sets of hours together. */
export function addSums(a: AccuracySums, b: AccuracySums): AccuracySums {
  return Object.fromEntries(
    Object.entries(a).map(([name, value]) => [name, value + b[name as keyof AccuracySums]]),
  ) as AccuracySums;
}
