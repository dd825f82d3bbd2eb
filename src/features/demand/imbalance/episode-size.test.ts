import { describe, expect, it } from "vitest";
import { expectedExcess } from "#domain/forecasting/count-moments.ts";
import { seededRandom } from "#domain/stats/seeded-random.ts";
import { probabilityOfUnserved, unservedOver, unservedQuantile } from "./episode-size.ts";

const random = seededRandom(12);
const poisson = (mean: number) => {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); product *= random()) count++;
  return count;
};
/** Gamma of mean 1 and variance 1 ÷ shape. */
const gamma = (shape: number) => {
  let sum = 0;
  for (let part = 0; part < shape; part++) sum -= Math.log(1 - random());
  return sum / shape;
};

/** Hours whose rates are a common factor times one of their own: mean, capacity, and what is booked. */
type Hours = [mean: number, capacity: number, known: number][];

const [commonShape, ownShape] = [10, 20];
const shared = 1 / commonShape;
/** Of the product of both factors. */
const dispersion = (1 + 1 / commonShape) * (1 + 1 / ownShape) - 1;

const lawsOf = (hours: Hours) =>
  hours.map(([mean, capacity, known]) => ({
    law: { kind: "negative_binomial" as const, mean, dispersion, known },
    capacity,
  }));

function simulated(hours: Hours, draws: number): number[] {
  return Array.from({ length: draws }, () => {
    const common = gamma(commonShape);
    return hours.reduce((sum, [mean, capacity, known]) => {
      const count = known + poisson(mean * common * gamma(ownShape));
      return sum + Math.max(0, count - capacity);
    }, 0);
  }).sort((a, b) => a - b);
}

const quantile = (sorted: number[], p: number) => sorted[Math.floor(p * sorted.length)] ?? Number.NaN;

describe("unserved sessions of hours that err together", () => {
  const draws = 20_000;

  it.each<[string, Hours]>([
    [
      "an evening without two tutors",
      [
        [5, 3, 0],
        [6, 4, 0],
        [6, 4, 0],
        [4, 3, 0],
      ],
    ],
    [
      "a busy evening, half of it booked",
      [
        [14, 22, 12],
        [16, 24, 13],
        [15, 22, 12],
        [12, 20, 11],
        [10, 18, 9],
      ],
    ],
    ["a quiet day", Array.from({ length: 10 }, () => [0.9, 0, 0])],
  ])("are spread as in draws from such hours: %s", (_, hours) => {
    const drawn = simulated(hours, draws);
    const law = unservedOver(lawsOf(hours), shared);
    const alone = unservedOver(lawsOf(hours), 0);
    const mean = drawn.reduce((sum, one) => sum + one, 0) / draws;
    const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws;
    const expected = lawsOf(hours).reduce(
      (sum, { law: one, capacity }) => sum + expectedExcess(one, capacity),
      0,
    );
    // The common error moves the spread and not the mean.
    expect(law.mean).toBeCloseTo(expected, 4);
    expect(alone.mean).toBeCloseTo(expected, 4);
    expect(Math.abs(mean - expected)).toBeLessThan(0.03 * expected + 0.03);
    expect(Math.abs(varianceOf(law.masses) / variance - 1)).toBeLessThan(0.12);
    expect(varianceOf(alone.masses)).toBeLessThan(0.85 * variance);
    for (const p of [0.1, 0.9])
      expect(Math.abs(unservedQuantile(law, p) - quantile(drawn, p))).toBeLessThanOrEqual(
        1 + 0.05 * expected,
      );
    for (const least of [1, 3, 8]) {
      const share = drawn.filter((one) => one >= least).length / draws;
      expect(Math.abs(probabilityOfUnserved(law, least) - share)).toBeLessThan(0.03);
    }
  });

  it("are as wide as the demand's own scatter where an hour stands alone", () => {
    const [one] = [lawsOf([[6, 4, 0]])];
    const [together, alone] = [unservedOver(one, shared), unservedOver(one, 0)];
    for (const least of [1, 2, 5, 10])
      expect(probabilityOfUnserved(together, least)).toBeCloseTo(probabilityOfUnserved(alone, least), 6);
  });

  it("know what is booked for certain, whatever is shared", () => {
    const law = unservedOver(
      [{ law: { kind: "negative_binomial", mean: 0, dispersion: 0, known: 5 }, capacity: 2 }],
      0.5,
    );
    expect([unservedQuantile(law, 0.1), unservedQuantile(law, 0.9)]).toEqual([3, 3]);
  });
});

it("the largest episodes take no longer, with the same mean and spread", () => {
  const hours = Array.from({ length: 24 }, () => ({
    law: { kind: "negative_binomial" as const, mean: 200, dispersion: 0.02, known: 40 },
    capacity: 190,
  }));
  const startedAt = performance.now();
  const law = unservedOver(hours, 0.01);
  // A fraction of a second on an idle machine.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(law.unit).toBeGreaterThan(1);
  const expected = hours.reduce((sum, hour) => sum + expectedExcess(hour.law, hour.capacity), 0);
  expect(Math.abs(law.mean / expected - 1)).toBeLessThan(1e-6);
  // Nearly all of the demand lies above the capacity, so the variance is almost that of the demand: own and shared.
  const variance = 24 * (200 + 0.02 * 200 ** 2) + 24 * 23 * 0.01 * 200 ** 2;
  expect(Math.sqrt(law.unit ** 2 * varianceOf(law.masses)) / Math.sqrt(variance)).toBeGreaterThan(0.85);
  expect(Math.sqrt(law.unit ** 2 * varianceOf(law.masses)) / Math.sqrt(variance)).toBeLessThan(1.02);
  expect(unservedQuantile(law, 0.5) / expected).toBeCloseTo(1, 1);
});

function varianceOf(masses: Float64Array): number {
  let [mean, square] = [0, 0];
  for (const [at, mass] of masses.entries()) {
    mean += at * mass;
    square += at * at * mass;
  }
  return square - mean * mean;
}
