import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { probabilityUnderShareOf } from "./beta-difference.ts";
import { findRateDrop } from "./rate-drop.ts";

const model = { changePerStep: 0.02, afterChange: { alpha: 2, beta: 2 }, leastDrop: 0.2 };
const prior = { alpha: 16, beta: 4 };
const weeks = (...tallies: [successes: number, trials: number][]) =>
  tallies.map(([successes, trials]) => ({ successes, trials }));

describe("the chance that a rate lies under a share of another", () => {
  // Reference values: SciPy 1.17, integrate.quad over stats.beta.
  it.each([
    [{ alpha: 10, beta: 8 }, { alpha: 40, beta: 10 }, 0.8, 0.747516],
    [{ alpha: 2, beta: 2 }, { alpha: 16, beta: 4 }, 0.8, 0.700842],
    [{ alpha: 500, beta: 300 }, { alpha: 700, beta: 150 }, 0.8, 0.954399],
    [{ alpha: 1, beta: 1 }, { alpha: 1, beta: 1 }, 1, 0.5],
  ])("agrees with the reference for %o and %o", (x, y, factor, expected) => {
    expect(probabilityUnderShareOf(x, y, factor)).toBeCloseTo(expected, 3);
  });
});

describe("a drop of a rate", () => {
  it("is weighed as the sum over all places says", () => {
    // Reference: the same sum written with SciPy 1.17 (special.betaln, integrate.quad).
    const { certainty } = findRateDrop(weeks([5, 5], [4, 5], [5, 6], [1, 4], [2, 5], [1, 5]), prior, model);
    expect(certainty).toBeCloseTo(0.905394, 3);
  });

  it("is found where it began, with the rates on both sides", () => {
    const good = Array.from({ length: 10 }, () => ({ successes: 9, trials: 10 }));
    const poor = Array.from({ length: 4 }, () => ({ successes: 4, trials: 10 }));
    const { certainty, change } = findRateDrop([...good, ...poor], prior, model);
    expect(certainty).toBeGreaterThan(0.99);
    expect(change).toMatchObject({
      atStep: 10,
      before: { successes: 90, trials: 100 },
      after: { trials: 40 },
    });
    expect(change?.after.rate).toBeCloseTo(18 / 44, 10);
  });

  it("is not seen in three unlucky sessions", () => {
    const good = Array.from({ length: 10 }, () => ({ successes: 4, trials: 5 }));
    const { certainty, change } = findRateDrop([...good, { successes: 2, trials: 5 }], prior, model);
    expect(certainty).toBeLessThan(0.2);
    expect(change).toBeNull();
  });

  it("is not seen in a rise, nor without anything seen", () => {
    const low = Array.from({ length: 8 }, () => ({ successes: 3, trials: 8 }));
    const high = Array.from({ length: 8 }, () => ({ successes: 8, trials: 8 }));
    expect(findRateDrop([...low, ...high], prior, model).certainty).toBeLessThan(0.01);
    expect(findRateDrop(weeks([0, 0], [0, 0], [0, 0]), prior, model)).toMatchObject({ change: null });
    expect(findRateDrop([], prior, model)).toEqual({ certainty: 0, change: null });
  });
});

test("the certainty is a probability, and empty steps before all others change it little", () => {
  const tally = fc
    .integer({ min: 0, max: 12 })
    .chain((trials) => fc.integer({ min: 0, max: trials }).map((successes) => ({ successes, trials })));
  fc.assert(
    fc.property(fc.array(tally, { minLength: 1, maxLength: 20 }), (steps) => {
      const { certainty } = findRateDrop(steps, prior, model);
      expect(certainty).toBeGreaterThanOrEqual(0);
      expect(certainty).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});
