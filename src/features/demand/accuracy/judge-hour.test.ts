import { describe, expect, it } from "vitest";
import { accuracyFigures } from "./accuracy-figures.ts";
import { addSums, judgeHour, noSums, type PassedHour } from "./judge-hour.ts";

const hour: PassedHour = {
  mean: 9,
  median: 9,
  lower: 5,
  upper: 14,
  booked: 4,
  remainderMean: 5,
  dispersion: 0,
  meanWithoutOverride: 9,
  referenceMean: 6,
  referenceLower: 2,
  referenceUpper: 10,
  actual: 12,
  weekBefore: 10,
};

describe("judgeHour", () => {
  it("measures the median against what came, beside reference, last week and chance", () => {
    const sums = judgeHour(hour);
    expect(sums).toMatchObject({
      hours: 1,
      actual_sum: 12,
      forecast_sum: 9,
      absolute_error_sum: 3,
      covered_hours: 1,
      width_sum: 9,
      interval_score_sum: 9,
      busy_hours: 1,
      busy_relative_error_sum: 0.25,
      plain_absolute_error_sum: 3,
      seasonal_naive_error_sum: 2,
      reference_absolute_error_sum: 6,
      reference_covered_hours: 0,
    });
    expect(sums.reference_interval_score_sum).toBeCloseTo(8 + 40 * 2, 9);
    // E|Y − 9| for Y ~ Poisson(9), by summing the probabilities up to 60: 2.3717 (R: sum(abs(0:60-9)*dpois(0:60,9))).
    expect(sums.floor_error_sum).toBeCloseTo(2.3717, 3);
    // P(1 ≤ X ≤ 10) of Poisson(5): 0.97957 (R: ppois(10,5)-ppois(0,5)).
    expect(sums.exact_covered_sum).toBeCloseTo(0.97957, 4);
    // 2 (12 ln(12/9) − 3) = 0.9044.
    expect(sums.deviance_sum).toBeCloseTo(0.9044, 3);
  });

  it("says what the error had been without an override", () => {
    const sums = judgeHour({ ...hour, mean: 20, median: 20, remainderMean: 16 });
    expect(sums.absolute_error_sum).toBe(8);
    expect(sums.plain_absolute_error_sum).toBe(3);
  });
});

describe("accuracyFigures", () => {
  it("adds up hours before it divides", () => {
    const quiet = judgeHour({ ...hour, actual: 0, weekBefore: 1, lower: 0, median: 1, mean: 1, booked: 0 });
    const figures = accuracyFigures(addSums(judgeHour(hour), quiet));
    expect(figures).toMatchObject({
      hours: 2,
      actual: 12,
      wape: 4 / 12,
      mape: 0.25,
      busyHours: 1,
      mase: 4 / 3,
      coverage: 1,
    });
    expect(figures.bias).toBeCloseTo((10 - 12) / 12, 12);
  });

  it("says nothing of no hours", () => {
    const { hours, actual, busyHours, ...rest } = accuracyFigures(noSums);
    expect([hours, actual, busyHours]).toEqual([0, 0, 0]);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });
});
