import { describe, expect, it } from "vitest";
import { fitLogistic, predictLogistic } from "./logistic-regression.ts";

/** Damaged field-joint O-rings of six, by the temperature of the joint in °F: Dalal, Fowlkes and Hoadley, JASA 84 (1989). */
const temperatures = [
  66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58,
];
const damaged = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2, 0, 1];
const cells = temperatures.map((temperature, flight) => ({
  features: [1, temperature],
  successes: damaged[flight] ?? 0,
  trials: 6,
}));

describe("a logistic regression", () => {
  it("gives the published coefficients of the O-rings, 5.085 and −0.1156", () => {
    const [level, slope] = fitLogistic(cells, [0, 0]).coefficients;
    expect(level).toBeCloseTo(5.085, 3);
    expect(slope).toBeCloseTo(-0.1156, 4);
  });

  it("is held back by a ridge as far as the reference (SciPy 1.17, optimize.minimize)", () => {
    const scaled = cells.map((cell) => ({ ...cell, features: [1, ((cell.features[1] ?? 0) - 70) / 10] }));
    const [level, slope] = fitLogistic(scaled, [0, 2]).coefficients;
    expect(level).toBeCloseTo(-2.84038331, 6);
    expect(slope).toBeCloseTo(-0.80725905, 6);
  });

  it("stays finite where the rows part without a doubt, if it is held back", () => {
    const parted = [
      { features: [1, 0], successes: 0, trials: 5 },
      { features: [1, 1], successes: 5, trials: 5 },
    ];
    const model = fitLogistic(parted, [0, 1]);
    expect(predictLogistic(model, [1, 1])).toBeGreaterThan(0.65);
    expect(predictLogistic(model, [1, 1])).toBeLessThan(1);
  });

  it("says what is wrong with its input", () => {
    expect(() => fitLogistic([], [0])).toThrow(/no trials/);
    expect(() => fitLogistic(cells, [0])).toThrow(/must have 1 features/);
  });
});
