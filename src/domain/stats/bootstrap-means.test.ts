import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { bootstrapDifferenceOfMeans } from "./bootstrap-means.ts";

const before = [5, 5, 4, 5, 4.5, 5, 4, 3, 5, 5, 4, 5];
const after = [4, 3, 5, 4, 2, 4.5, 3, 5, 4];

function seeded(seed: number) {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

describe("the bootstrap of two means", () => {
  it("comes near the interval of 400,000 samples drawn with NumPy 2.4", () => {
    const found = bootstrapDifferenceOfMeans(before, after, { random: seeded(1), samples: 50_000 });
    expect(found?.difference).toBeCloseTo(-0.708333, 6);
    expect(found?.lower).toBeCloseTo(-1.4306, 1);
    expect(found?.upper).toBeCloseTo(-0.0139, 1);
    expect(found?.fallPValue).toBeCloseTo(0.0244, 2);
  });

  it("gives the same for the same seed", () => {
    const run = () => bootstrapDifferenceOfMeans(before, after, { random: seeded(7), samples: 500 });
    expect(run()).toEqual(run());
  });

  it("says nothing of a single value", () => {
    expect(bootstrapDifferenceOfMeans([5], after, { random: seeded(1) })).toBeNull();
  });
});
