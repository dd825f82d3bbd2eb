import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/seeded-random.ts";
import { countMean, countVariance } from "./count-moments.ts";
import { type HourOutcome, scoreSums, sharedErrorDays } from "./score-sums.ts";
import {
  estimateSharedError,
  lawOfSum,
  noSharedError,
  type SharedError,
  sharedVariance,
} from "./shared-error.ts";

const random = seededRandom(34);
const poisson = (mean: number) => {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); product *= random()) count++;
  return count;
};
/** Gamma of mean 1: shape is 1 ÷ variance, a whole number, as a sum of exponentials. */
const factor = (variance: number) => {
  if (variance === 0) return 1;
  const shape = Math.round(1 / variance);
  let sum = 0;
  for (let part = 0; part < shape; part++) sum -= Math.log(1 - random());
  return sum / shape;
};

/** Forecasts of weeks whose rates are off by factors that hours have in common. */
function drawRuns(
  runs: number,
  series: number,
  { everywhere, day, series: ofSeries, seriesDay }: SharedError,
) {
  return Array.from({ length: runs }, (_run, run) => {
    const all = factor(everywhere);
    const days = Array.from({ length: 7 }, () => factor(day));
    return Array.from({ length: series }, (_series, code) => {
      const own = factor(ofSeries);
      return days.flatMap((ofDay, at) => {
        const ownDay = factor(seriesDay);
        return Array.from({ length: 8 }, (_hour, hour): HourOutcome => {
          const mean = 1 + ((code + hour) % 4);
          return {
            series: `s${code}`,
            day: 7 * run + at,
            startMs: ((7 * run + at) * 24 + hour) * 3_600_000,
            known: 2,
            mean,
            dispersion: everywhere + day + ofSeries + seriesDay,
            actual: 2 + poisson(mean * all * ofDay * own * ownDay),
          };
        });
      });
    }).flat();
  });
}

const truth: SharedError = { everywhere: 0.01, day: 0.02, series: 0.02, seriesDay: 0.04 };
const noPrior = { prior: noSharedError, priorDays: 0 };

describe("what forecasts err together", () => {
  const runs = drawRuns(120, 12, truth);
  const days = runs.flatMap((hours, run) => sharedErrorDays(hours, String(run)));

  it("is found from counts whose common factors are known", () => {
    const found = estimateSharedError(days, 840, noPrior);
    expect(found.everywhere).toBeCloseTo(truth.everywhere, 2);
    expect(found.day).toBeCloseTo(truth.day, 2);
    expect(found.series).toBeCloseTo(truth.series, 2);
    expect(found.seriesDay).toBeCloseTo(truth.seriesDay, 2);
  });

  it("is nothing to speak of where every hour errs for itself", () => {
    const alone = drawRuns(60, 12, noSharedError).flatMap((hours, run) =>
      sharedErrorDays(hours, String(run)),
    );
    const found = estimateSharedError(alone, 420, noPrior);
    for (const part of Object.values(found)) expect(part).toBeLessThan(0.003);
  });

  it("is what is usual while little is known, and less so day by day", () => {
    const prior = { everywhere: 0.1, day: 0.1, series: 0.1, seriesDay: 0.1 };
    expect(estimateSharedError([], 0, { prior, priorDays: 28 })).toEqual({
      everywhere: 0.1,
      day: expect.closeTo(0.1, 12),
      series: expect.closeTo(0.1, 12),
      seriesDay: expect.closeTo(0.1, 12),
    });
    const half = estimateSharedError(days, 28, { prior, priorDays: 28 });
    const own = estimateSharedError(days, 28, noPrior);
    expect(half.everywhere).toBeCloseTo((own.everywhere + 0.1) / 2, 9);
  });

  it("makes bands of sums hold what they should, where independent hours would not", () => {
    const scores = new Map(scoreSums(runs.slice(0, 40), noPrior).map((score) => [score.sum, score]));
    for (const sum of [
      "a day of a series",
      "the week of a series",
      "a day of all series",
      "the week of all series",
    ]) {
      const { independent, shared, exactCoverage, sums } = scores.get(sum)!;
      // What chance makes of so many sums, and sums of one forecast hang together.
      const chance = 3 * Math.sqrt((0.95 * 0.05) / sums) + 0.01;
      expect(Math.abs(shared.coverage - exactCoverage), sum).toBeLessThan(chance);
      expect(independent.coverage, sum).toBeLessThan(shared.coverage);
    }
    expect(scores.get("the week of all series")!.independent.coverage).toBeLessThan(0.6);
    expect(scores.get("one hour of a series")!.shared).toEqual(
      scores.get("one hour of a series")!.independent,
    );
  });
});

describe("the law of a sum", () => {
  const hour = (series: string, day: number, mean: number) => ({
    series,
    day,
    known: 1,
    mean,
    dispersion: 0.1,
  });

  it("has the covariances of its pairs, by what they have in common", () => {
    const hours = [hour("a", 0, 2), hour("a", 0, 3), hour("a", 1, 4), hour("b", 0, 5)];
    // Each pair counts twice, by hand: 2·3 share all, (2 + 3)·4 the series, (2 + 3)·5 the day, 4·5 only the forecast.
    const shared = 2 * (6 * 0.09 + 20 * (0.01 + 0.02) + 25 * (0.01 + 0.02) + 20 * 0.01);
    const own = hours.reduce((sum, { mean }) => sum + mean + 0.1 * mean ** 2, 0);
    const law = lawOfSum(hours, truth);
    expect(countMean(law)).toBeCloseTo(4 + 14, 12);
    expect(countVariance(law)).toBeCloseTo(own + shared, 9);
    expect(countVariance(lawOfSum(hours, noSharedError))).toBeCloseTo(own, 9);
    expect(sharedVariance([{ series: "a", day: 0, sum: 2, squares: 4 }], truth)).toBe(0);
  });
});
