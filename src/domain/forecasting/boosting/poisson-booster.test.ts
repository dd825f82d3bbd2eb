import { describe, expect, it } from "vitest";
import { seededRandom } from "../../stats/seeded-random.ts";
import { countQuantile } from "../count-quantile.ts";
import { binLimits, binOf, mostBins } from "./bins.ts";
import { type BoostingOptions, type BoostingRows, boostPoisson } from "./poisson-booster.ts";

const options: BoostingOptions = {
  trees: 80,
  rate: 0.1,
  rowShare: 0.5,
  seed: 7,
  dispersion: 0,
  depth: 3,
  leastBend: 5,
  ridge: 5,
  mostChange: 1,
};

/** Rows whose rates are 2 starts times what `factorOf` makes of two features. */
function drawRows(
  count: number,
  draw: (random: () => number) => number,
  factorOf: (a: number, b: number) => number,
): BoostingRows {
  const random = seededRandom(3);
  const [a, b] = [0, 1].map(() => Float64Array.from({ length: count }, () => draw(random)));
  const counts = Float64Array.from({ length: count }, (_, row) => {
    const mean = 2 * factorOf(a![row]!, b![row]!);
    return countQuantile({ kind: "negative_binomial", mean, dispersion: 0, known: 0 }, random());
  });
  return {
    features: [a!, b!],
    counts,
    logExpected: new Float64Array(count).fill(Math.log(2)),
    weights: new Float64Array(count).fill(1),
  };
}

const coin = (random: () => number) => (random() < 0.5 ? 0 : 1);
const unlike = (a: number, b: number) => (a === b ? 1 : 3);

describe("boosting of counts", () => {
  it("learns what two features do together, though neither does anything by itself", () => {
    const { logFactor } = boostPoisson(drawRows(6000, coin, unlike), options);
    for (const [a, b] of [
      [0, 0],
      [1, 1],
      [0, 1],
      [1, 0],
    ] as const)
      expect(Math.exp(logFactor([a, b])) / unlike(a, b)).toBeCloseTo(1, 1);
  });

  it("changes nothing where there is nothing to learn", () => {
    const rows = drawRows(6000, coin, () => 1);
    const { logFactor } = boostPoisson(rows, options);
    expect(Math.abs(logFactor([0, 1]))).toBeLessThan(0.06);
    const none = new Float64Array();
    const empty = { features: [none], counts: none, logExpected: none, weights: none };
    expect(boostPoisson(empty, options).logFactor([1])).toBe(0);
  });

  it("learns nothing from rows that do not count", () => {
    const rows = drawRows(6000, coin, unlike);
    const weights = rows.weights.map((_, row) => (rows.features[0]![row] === 1 ? 0 : 1));
    const { logFactor } = boostPoisson({ ...rows, weights }, options);
    // All that counts has a = 0, so only b tells.
    expect(logFactor([1, 1])).toBeCloseTo(logFactor([0, 1]), 9);
    expect(Math.exp(logFactor([0, 1]))).toBeGreaterThan(2.5);
  });

  it("takes a value that is not known for one of its own", () => {
    const rows = drawRows(
      6000,
      (random) => (random() < 0.3 ? Number.NaN : random()),
      (a) => (Number.isNaN(a) ? 0.5 : 1),
    );
    const { logFactor } = boostPoisson(rows, options);
    expect(Math.exp(logFactor([Number.NaN, 0.5]))).toBeLessThan(0.6);
    expect(Math.exp(logFactor([0.4, Number.NaN]))).toBeGreaterThan(0.9);
  });

  it("says the same each time, and something slightly different with another seed", () => {
    const rows = drawRows(1000, (random) => random(), unlike);
    const at = (seed: number) => boostPoisson(rows, { ...options, seed }).logFactor([0.2, 0.7]);
    expect(at(1)).toBe(at(1));
    expect(at(1)).not.toBe(at(2));
  });
});

describe("parts of a feature", () => {
  it("are its values where those are few", () => {
    const limits = binLimits(Float64Array.of(5, 1, 3, 1, Number.NaN));
    expect([1, 3, 5].map((value) => binOf(limits, value))).toEqual([1, 2, 3]);
    expect(binOf(limits, -100)).toBe(1);
    expect(binOf(limits, 100)).toBe(3);
    expect(binOf(limits, Number.NaN)).toBe(0);
  });

  it("hold about as many values each where those are many", () => {
    const values = Float64Array.from({ length: 31_000 }, (_, at) => ((at * 7919) % 31_000) ** 2);
    const limits = binLimits(values);
    const sizes = Array.from({ length: mostBins }, () => 0);
    for (const value of values) sizes[binOf(limits, value)]!++;
    expect(sizes[0]).toBe(0);
    for (const size of sizes.slice(1)) expect(Math.abs(size - 1000)).toBeLessThan(200);
  });
});
