import { describe, expect, it } from "vitest";
import { betaMean, betaOfMean, betaPosterior, credibleInterval, probabilityBelow } from "./beta-posterior.ts";

// Reference values: SciPy 1.17, stats.beta.cdf and stats.beta.ppf.
describe("a Beta posterior", () => {
  it("adds what was seen to the prior", () => {
    expect(betaPosterior({ alpha: 8, beta: 4 }, { successes: 3, trials: 5 })).toEqual({ alpha: 11, beta: 6 });
    expect(betaMean({ alpha: 11, beta: 6 })).toBeCloseTo(11 / 17, 12);
    expect(betaOfMean(0.8, 10)).toEqual({ alpha: 8, beta: expect.closeTo(2, 12) });
  });

  it("says how probable it is that the rate is under a limit", () => {
    expect(probabilityBelow({ alpha: 11, beta: 6 }, 0.7)).toBeCloseTo(0.6597823259111076, 10);
    expect(probabilityBelow({ alpha: 60.5, beta: 30.25 }, 0.7)).toBeCloseTo(0.7451507862420217, 10);
  });

  it("gives the interval that holds the rate", () => {
    const { lower, upper } = credibleInterval({ alpha: 11, beta: 6 });
    expect(lower).toBeCloseTo(0.41337936, 7);
    expect(upper).toBeCloseTo(0.84801632, 7);
  });

  it("refuses what is no proportion", () => {
    expect(() => betaPosterior({ alpha: 1, beta: 1 }, { successes: 6, trials: 5 })).toThrow(/6 of 5/);
    expect(() => betaOfMean(1, 10)).toThrow(RangeError);
  });
});
