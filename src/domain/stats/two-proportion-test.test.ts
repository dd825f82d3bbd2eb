import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { exactTwoProportionTest, twoProportionTest } from "./two-proportion-test.ts";

const tally = (successes: number, trials: number) => ({ successes, trials });

// Reference values: SciPy 1.17, from stats.norm and stats.hypergeom.
describe("the pooled z test", () => {
  it("agrees with the reference", () => {
    const fall = twoProportionTest(tally(83, 100), tally(63, 100));
    expect(fall?.difference).toBeCloseTo(-0.2, 12);
    expect(fall?.pValue).toBeCloseTo(0.0014452580456595172, 12);
    expect(fall?.fallPValue).toBeCloseTo(0.0007226290228297586, 12);
    expect(twoProportionTest(tally(15, 20), tally(8, 20))?.pValue).toBeCloseTo(0.025160759200408778, 12);
  });

  it("sees no change where everything succeeded, and says nothing without trials", () => {
    expect(twoProportionTest(tally(5, 5), tally(7, 7))).toEqual({
      difference: 0,
      pValue: 1,
      fallPValue: 0.5,
    });
    expect(twoProportionTest(tally(0, 0), tally(7, 7))).toBeNull();
  });
});

describe("the exact test", () => {
  it("agrees with the reference", () => {
    expect(exactTwoProportionTest(tally(15, 20), tally(8, 20))).toEqual({
      difference: expect.closeTo(-0.35, 12),
      pValue: expect.closeTo(0.03154055056168516, 10),
      fallPValue: expect.closeTo(0.01577027528084258, 10),
    });
    expect(exactTwoProportionTest(tally(5, 5), tally(3, 5))?.fallPValue).toBeCloseTo(0.1111111111111111, 10);
    expect(exactTwoProportionTest(tally(10, 12), tally(9, 11))?.pValue).toBeCloseTo(0.7950310559006211, 10);
  });
});

test("a fall and a rise share what there is: their chances add up to one", () => {
  const sides = fc.record({
    trials: fc.integer({ min: 1, max: 60 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(sides, sides, (a, b) => {
      const before = tally(Math.round(a.share * a.trials), a.trials);
      const after = tally(Math.round(b.share * b.trials), b.trials);
      for (const compare of [twoProportionTest, exactTwoProportionTest]) {
        const [fall, rise] = [compare(before, after), compare(after, before)];
        expect((fall?.fallPValue ?? 0) + (rise?.fallPValue ?? 0)).toBeCloseTo(1, 8);
        expect(fall?.pValue).toBeCloseTo(rise?.pValue ?? -1, 8);
      }
    }),
  );
});
