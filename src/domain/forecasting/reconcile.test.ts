import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CountDistribution } from "./count-distribution.ts";
import type { Panel } from "./panel.ts";
import { reconcileHour, totalPanel, totalWeight } from "./reconcile.ts";

const law = (mean: number, dispersion = 0): CountDistribution => ({
  kind: "negative_binomial",
  mean,
  dispersion,
  known: 0,
});

describe("reconciling series with their total", () => {
  it("shares what is missing by variance", () => {
    // Variances 2 and 4 + 1 · 16 = 20; 11 to share out of a total of 17.
    const factors = reconcileHour([law(2), law(4, 1)], 17, 1);
    expect(2 * factors[0]!).toBeCloseTo(2 + (11 * 2) / 22, 12);
    expect(4 * factors[1]!).toBeCloseTo(4 + (11 * 20) / 22, 12);
  });

  it("adds up to the total and cuts none below a fifth, for any laws", () => {
    const laws = fc.array(
      fc.tuple(fc.double({ min: 0.001, max: 500, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true })),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(laws, fc.double({ min: 0.25, max: 3, noNaN: true }), (pairs, share) => {
        const own = pairs.map(([mean, dispersion]) => law(mean, dispersion));
        const sum = own.reduce((all, { mean }) => all + mean, 0);
        const factors = reconcileHour(own, share * sum, 1);
        const reached = own.reduce((all, { mean }, at) => all + mean * factors[at]!, 0);
        expect(reached / (share * sum)).toBeCloseTo(1, 6);
        expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.2 - 1e-9);
      }),
    );
  });

  it("gives the total as much say as it has earned", () => {
    const days = (sum: number, total: number) =>
      Array.from({ length: 28 }, (_, day) => ({ sum, total, count: 100 + (day % 3) - 1 }));
    expect(totalWeight(days(80, 100))).toBeCloseTo(0.8, 2);
    expect(totalWeight(days(100, 80))).toBeLessThan(0.01);
    expect(totalWeight(days(100, 100))).toBe(0);
  });

  it("knows no total of an hour in which a series is missing, but does before it began", () => {
    const series = (counts: number[]) => ({
      id: "a",
      group: null,
      counts: Float64Array.from(counts),
      weights: new Float64Array(4).fill(1),
    });
    const panel: Panel = {
      slots: Array.from({ length: 4 }, (_, hour) => ({
        startMs: hour * 3_600_000,
        hourOfDay: hour,
        weekday: 4,
        localDay: 0,
        holiday: null,
        season: null,
      })),
      series: [series([1, 2, 3, 4]), series([Number.NaN, 5, Number.NaN, 6])],
      covariates: null,
    };
    expect([...totalPanel(panel).series[0]!.counts]).toEqual([1, 7, Number.NaN, 10]);
  });
});
