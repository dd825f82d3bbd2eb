import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { bootstrapDifferenceOfMeans } from "./bootstrap-means.ts";

/** Ratings as counts of 1, 1.5, … 5. */
const counted = (ratings: readonly number[]) =>
  Array.from({ length: 9 }, (_, half) => ratings.filter((rating) => rating === 1 + half / 2).length);

const before = [5, 5, 4, 5, 4.5, 5, 4, 3, 5, 5, 4, 5];
const after = [4, 3, 5, 4, 2, 4.5, 3, 5, 4];

describe("the bootstrap of two means", () => {
  // Reference values: the convolutions in exact fractions (Python 3, fractions.Fraction).
  it.each([
    [before, after, 0.024438779547733228],
    [[1, 2], [1, 2], 11 / 16],
    [[1, 2, 2], [1, 1, 2, 3, 3], 0.7692207407407408],
  ])("counts all samples that can be drawn of %o and %o", (old, recent, share) => {
    expect(bootstrapDifferenceOfMeans(counted(old), counted(recent))?.fallPValue).toBeCloseTo(share, 13);
  });

  it("holds for a hundred values on each side", () => {
    const many = [0, 0, 15, 0, 0, 0, 20, 25, 40];
    const fewer = [0, 0, 20, 0, 0, 0, 30, 20, 30];
    expect(bootstrapDifferenceOfMeans(many, fewer)?.fallPValue).toBeCloseTo(0.06525365203041189, 12);
  });

  it("is where drawing tends to: NumPy 2.4 gave 0.0244 of 400,000 samples", () => {
    const found = bootstrapDifferenceOfMeans(counted(before), counted(after));
    expect(found?.difference).toBeCloseTo(-0.708333 * 2, 5);
    expect(found?.fallPValue).toBeCloseTo(0.0244, 4);
    const generator = xoroshiro128plus(1);
    const meanOfDrawn = (values: readonly number[]) =>
      values.reduce((sum) => sum + (values[Math.floor(uniformFloat64(generator) * values.length)] ?? 0), 0) /
      values.length;
    const samples = 50_000;
    let notFallen = 0;
    for (let sample = 0; sample < samples; sample++)
      notFallen += Number(meanOfDrawn(after) >= meanOfDrawn(before));
    expect(notFallen / samples).toBeCloseTo(found?.fallPValue ?? 0, 2);
  });

  it("says nothing of a single value", () => {
    expect(bootstrapDifferenceOfMeans(counted([5]), counted(after))).toBeNull();
    expect(bootstrapDifferenceOfMeans(counted(before), counted([]))).toBeNull();
  });

  it("sees no change where all values are the same", () => {
    expect(bootstrapDifferenceOfMeans([0, 6, 0], [0, 4, 0])).toEqual({ difference: 0, fallPValue: 1 });
  });
});
