import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CountDistribution } from "./count-distribution.ts";
import { countInterval, coverageOf, toHourForecast } from "./count-interval.ts";
import { countMean, countVariance, expectedExcess } from "./count-moments.ts";
import { logProbability, probabilityAbove, probabilityAtMost } from "./count-probabilities.ts";
import { countMedian, countQuantile } from "./count-quantile.ts";

const law = (mean: number, dispersion = 0, known = 0): CountDistribution => ({
  kind: "negative_binomial",
  mean,
  dispersion,
  known,
});

/**
 * Summed from the recurrence of the probabilities in Python's decimal module with 60 digits. The first two of Poisson
 * with mean 3 are in every printed table: 0.4232 and 0.9962.
 */
const exact: {
  mean: number;
  dispersion: number;
  atMost: [k: number, atMost: number, above: number][];
  excess: [c: number, value: number][];
  quantiles: [number, number, number];
}[] = [
  {
    mean: 0.01,
    dispersion: 0,
    atMost: [
      [0, 0.990049833749168, 9.950166250831947e-3],
      [1, 0.99995033208666, 4.966791334026589e-5],
    ],
    excess: [
      [0.5, 5.024916874584027e-3],
      [1, 4.983374916805358e-5],
    ],
    quantiles: [0, 0, 0],
  },
  {
    mean: 0.01,
    dispersion: 0.5,
    atMost: [
      [0, 0.990074503106359, 9.925496893641247e-3],
      [1, 0.999925990699457, 7.400930054314945e-5],
    ],
    excess: [[1, 7.45031063587535e-5]],
    quantiles: [0, 0, 0],
  },
  {
    mean: 3,
    dispersion: 0,
    atMost: [
      [2, 0.423190081126844, 0.5768099188731565],
      [8, 0.996197007938324, 3.802992061675957e-3],
    ],
    excess: [[4.5, 0.2269889340102805]],
    quantiles: [0, 3, 7],
  },
  {
    mean: 9,
    dispersion: 0.2,
    atMost: [
      [3, 0.114534068614207, 0.8854659313857929],
      [20, 0.972768687816547, 2.723131218345278e-2],
    ],
    excess: [
      [12, 0.9627003733331342],
      [2, 7.030297351656198],
    ],
    quantiles: [2, 8, 21],
  },
  {
    mean: 200,
    dispersion: 0.05,
    atMost: [
      [150, 0.140982555762726, 0.8590174442372739],
      [300, 0.974085240005212, 2.591475999478762e-2],
    ],
    excess: [[250, 4.224054028392227]],
    quantiles: [118, 197, 301],
  },
  {
    mean: 10_000,
    dispersion: 0,
    atMost: [
      [9_800, 0.0227492220108949, 0.9772507779891051],
      [10_200, 0.977250757990904, 2.274924200909596e-2],
    ],
    excess: [
      [10_100, 8.371607556419091],
      [9_000, 1000],
    ],
    quantiles: [9_804, 10_000, 10_196],
  },
  {
    mean: 10_000,
    dispersion: 0.01,
    atMost: [
      [8_000, 0.0176278912690118, 0.9823721087309882],
      [12_500, 0.990358679033822, 9.641320966177607e-3],
    ],
    excess: [[12_000, 12.65770284802757]],
    quantiles: [8_127, 9_967, 12_063],
  },
];

const relativeError = (value: number, reference: number) => Math.abs(value / reference - 1);

describe("laws of counts", () => {
  it.each(exact)("agree with exact sums for mean $mean and dispersion $dispersion", (reference) => {
    const own = law(reference.mean, reference.dispersion);
    for (const [k, atMost, above] of reference.atMost) {
      expect(relativeError(probabilityAtMost(own, k), atMost)).toBeLessThan(1e-9);
      expect(relativeError(probabilityAbove(own, k), above)).toBeLessThan(1e-9);
    }
    for (const [c, value] of reference.excess)
      expect(relativeError(expectedExcess(own, c), value)).toBeLessThan(1e-9);
    expect([0.025, 0.5, 0.975].map((p) => countQuantile(own, p))).toEqual(reference.quantiles);
  });

  it("move as a whole by what is known already", () => {
    const [plain, booked] = [law(3, 0.1), law(3, 0.1, 5)];
    expect(countMean(booked)).toBe(8);
    expect(countVariance(booked)).toBeCloseTo(3.9, 12);
    expect(countMedian(booked)).toBe(countMedian(plain) + 5);
    expect(probabilityAtMost(booked, 7)).toBe(probabilityAtMost(plain, 2));
    expect(probabilityAbove(booked, 4)).toBe(1);
    expect(expectedExcess(booked, 6)).toBeCloseTo(expectedExcess(plain, 1), 12);
    expect(expectedExcess(booked, 2)).toBe(6);
  });

  it("keep quantile, sum and excess in step, for any law", () => {
    const laws = fc.record({
      mean: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
      dispersion: fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 3, noNaN: true })),
      p: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(laws, ({ mean, dispersion, p }) => {
        const own = law(mean, dispersion);
        const k = countQuantile(own, p);
        expect(probabilityAtMost(own, k)).toBeGreaterThanOrEqual(p - 1e-9);
        if (k > 0) expect(probabilityAtMost(own, k - 1)).toBeLessThan(p + 1e-9);
        expect(probabilityAtMost(own, k) + probabilityAbove(own, k)).toBeCloseTo(1, 9);
        // E(Y − k)⁺ − E(Y − k − 1)⁺ is P(Y > k).
        const slope = expectedExcess(own, k) - expectedExcess(own, k + 1);
        expect(Math.abs(slope - probabilityAbove(own, k))).toBeLessThan(1e-7);
      }),
      { numRuns: 60 },
    );
  });

  it("go over into Poisson as the dispersion goes to nought", () => {
    for (const mean of [0.3, 40, 9_000])
      expect(logProbability({ mean, dispersion: 1e-11 }, Math.round(mean))).toBeCloseTo(
        logProbability({ mean, dispersion: 0 }, Math.round(mean)),
        6,
      );
  });

  it("give references their normal interval, cut at nought, with the value of 1.959964 for 95 %", () => {
    const own: CountDistribution = { kind: "normal", mean: 10, sd: 2 };
    expect(countInterval(own).upper).toBeCloseTo(13.919928, 6);
    expect(coverageOf(own, countInterval(own))).toBeCloseTo(0.95, 9);
    // φ(0) · sd = 0.797885 for c at the mean.
    expect(expectedExcess(own, 10)).toBeCloseTo(0.797885, 5);
    expect(countInterval({ kind: "normal", mean: 1, sd: 2 }).lower).toBe(0);
    expect(coverageOf({ kind: "normal", mean: 0, sd: 0 }, { lower: 0, upper: 0 })).toBe(1);
  });

  it("cover 95 % or more, as counts are whole", () => {
    const forecast = toHourForecast(law(2));
    expect(forecast).toMatchObject({ mean: 2, median: 2, lower: 0, upper: 5 });
    // Printed tables: P(X ≤ 5) = 0.9834.
    expect(coverageOf(law(2), forecast)).toBeCloseTo(0.9834, 4);
  });

  it("want a probability between 0 and 1", () => {
    expect(() => countQuantile(law(1), 1)).toThrow(/between 0 and 1/);
  });
});
