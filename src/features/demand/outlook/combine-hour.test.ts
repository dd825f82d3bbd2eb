import { describe, expect, it } from "vitest";
import { combineHour } from "./combine-hour.ts";

const grounds = {
  whole: { mean: 10, dispersion: 0 },
  booked: 4,
  usual: { share: 0.5, correlation: 0 },
  override: null,
};

describe("combineHour", () => {
  it("adds what is booked to the law of the rest", () => {
    const hour = combineHour(grounds);
    expect(hour.mean).toBeCloseTo(9, 9);
    expect(hour.meanWithoutOverride).toBeCloseTo(9, 9);
    // Poisson with mean 5: quantiles 1, 5 and 10 at 2.5, 50 and 97.5 %.
    expect([hour.lower, hour.median, hour.upper]).toEqual([5, 9, 14]);
  });

  it("takes what somebody set or multiplied, and keeps the forecast without it", () => {
    const set = combineHour({ ...grounds, override: { id: 1, kind: "set", amount: 20 } });
    expect(set.mean).toBeCloseTo(20, 9);
    expect(set.meanWithoutOverride).toBeCloseTo(9, 9);
    expect(combineHour({ ...grounds, override: { id: 1, kind: "scale", amount: 2 } }).mean).toBeCloseTo(
      18,
      9,
    );
  });

  it("never falls below what is booked", () => {
    const hour = combineHour({ ...grounds, override: { id: 1, kind: "set", amount: 1 } });
    expect([hour.mean, hour.lower, hour.upper]).toEqual([4, 4, 4]);
  });

  it("is certain once the hour begins", () => {
    const hour = combineHour({ ...grounds, usual: { share: 1, correlation: 0 } });
    expect([hour.mean, hour.lower, hour.upper]).toEqual([4, 4, 4]);
  });
});
