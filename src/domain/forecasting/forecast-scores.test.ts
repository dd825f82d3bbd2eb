import { describe, expect, it } from "vitest";
import { toHourForecast } from "./count-interval.ts";
import {
  addScores,
  noScores,
  poissonDeviance,
  poissonError,
  poissonFloor,
  scoreHour,
  toScores,
} from "./forecast-scores.ts";

const forecast = (mean: number) =>
  toHourForecast({ kind: "negative_binomial", mean, dispersion: 0, known: 0 });

describe("scores of forecasts", () => {
  it("know the error that a perfect forecast makes", () => {
    // E|Y − 2| for Poisson with mean 2: Σ |k − 2| e⁻² 2ᵏ/k!; the mean deviation at a whole mean is 2 m^(m+1) e⁻ᵐ/m!.
    expect(poissonFloor(2)).toBeCloseTo((2 * 2 ** 3 * Math.exp(-2)) / 2, 12);
    expect(poissonFloor(9)).toBeCloseTo((2 * 9 ** 10 * Math.exp(-9)) / 362_880, 10);
    // A rate of which the median is nought: all that comes is the error.
    expect(poissonFloor(0.3)).toBeCloseTo(0.3, 12);
    expect(poissonFloor(400) / 400).toBeCloseTo(0.798 / 20, 4);
  });

  it("know the error that any other forecast makes on average", () => {
    // Nobody expected: all that comes. One expected of 0.5: Σ |k − 1| e⁻⁰·⁵ 0.5ᵏ/k! = 2 e⁻⁰·⁵ − 0.5.
    expect(poissonError(3, 0)).toBeCloseTo(3, 12);
    expect(poissonError(0.5, 1)).toBeCloseTo(2 * Math.exp(-0.5) - 0.5, 12);
    expect(poissonError(0, 4)).toBe(4);
    expect(poissonError(9, 12)).toBeGreaterThan(poissonFloor(9));
  });

  it("take the deviance of Poisson", () => {
    expect(poissonDeviance(0, 1.5)).toBeCloseTo(3, 12);
    expect(poissonDeviance(4, 4)).toBe(0);
    expect(poissonDeviance(3, 1)).toBeCloseTo(2 * (3 * Math.log(3) - 2), 12);
  });

  it("punish a miss of the interval by forty times its distance", () => {
    // Mean 2: interval 0 to 5.
    const inside = scoreHour(forecast(2), 5, 2);
    const outside = scoreHour(forecast(2), 7, 2);
    expect(inside).toMatchObject({ covered: 1, intervalScore: 5, scaledIntervalScore: 2.5 });
    expect(outside.covered).toBe(0);
    expect(outside.intervalScore).toBeCloseTo(5 + 40 * 2, 9);
  });

  it("add up over hours", () => {
    const sums = { ...noScores };
    addScores(sums, scoreHour(forecast(2), 1, 2));
    addScores(sums, scoreHour(forecast(6), 9, 2));
    const scores = toScores(sums);
    expect(scores.hours).toBe(2);
    expect(scores.wape).toBeCloseTo((1 + 3) / 10, 12);
    expect(scores.mase).toBeCloseTo((1 + 3) / 2 / 2, 12);
    expect(scores.mape).toBeCloseTo(3 / 9, 12);
    expect(scores.bias).toBeCloseTo(-2 / 10, 12);
    expect(scores.wapeFloor).toBeCloseTo((poissonFloor(2) + poissonFloor(6)) / 8, 12);
  });

  it("say nothing of no hours", () => {
    expect(toScores(noScores)).toMatchObject({ hours: 0, wape: null, mase: null, mape: null, msis: null });
    expect(toScores(scoreHour(forecast(2), 1, null)).mase).toBeNull();
  });
});
