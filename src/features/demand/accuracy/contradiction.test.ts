import { describe, expect, it } from "vitest";
import { seededRandom } from "#domain/stats/seeded-random.ts";
import { defaultDemandSettings } from "../weights.ts";
import { findContradiction, type Outcome } from "./contradiction.ts";
import { noSums } from "./judge-hour.ts";
import { judgeSubject } from "./watch-accuracy.ts";

const random = seededRandom(5);
function poisson(mean: number): number {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); product *= random()) count++;
  return count;
}

/** A day of ten subjects of different size, as it was forecast, with what came of it times `factor`. */
const day = (factorOf: (code: string) => number): Outcome[] =>
  Array.from({ length: 240 }, (_, place) => {
    const code = `subject ${place % 10}`;
    const mean = 0.2 + (place % 10) / 2;
    return { code, actual: poisson(mean * factorOf(code)), known: 0, remainderMean: mean, dispersion: 0 };
  });

describe("findContradiction", () => {
  it("contradicts a right forecast no more often than it says", () => {
    const falseAlarmRate = 0.05;
    const looks = 1_000;
    let alarms = 0;
    for (let look = 0; look < looks; look++)
      if (
        findContradiction(
          day(() => 1),
          { falseAlarmRate, inflation: 1 },
        ) !== null
      )
        alarms++;
    // Counts are whole, so that the rate is lower, and never higher but for chance.
    expect(alarms / looks).toBeLessThan(falseAlarmRate + 0.015);
    expect(alarms / looks).toBeGreaterThan(falseAlarmRate / 5);
  });

  it("finds that all fell, and that one rose, and says which", () => {
    const { falseAlarmRate } = defaultDemandSettings.early;
    const fell = findContradiction(
      day(() => 0.7),
      { falseAlarmRate, inflation: 1 },
    );
    expect(fell).toMatchObject({ code: null });
    expect(fell?.actual).toBeLessThan(fell?.expected ?? 0);
    const rose = findContradiction(
      day((code) => (code === "subject 3" ? 2.5 : 1)),
      { falseAlarmRate, inflation: 1 },
    );
    expect(rose?.code).toBe("subject 3");
  });

  it("asks for more where days have scattered more before", () => {
    const outcomes = day(() => 0.75);
    const limits = { falseAlarmRate: 0.001, inflation: 1 };
    expect(findContradiction(outcomes, limits)).not.toBeNull();
    expect(findContradiction(outcomes, { ...limits, inflation: 20 })).toBeNull();
  });

  it("says nothing of no outcomes", () => {
    expect(findContradiction([], { falseAlarmRate: 0.05, inflation: 1 })).toBeNull();
  });
});

describe("judgeSubject", () => {
  const limits = defaultDemandSettings.monitoring;
  const sums = {
    ...noSums,
    hours: 336,
    actual_sum: 1_000,
    forecast_sum: 1_000,
    absolute_error_sum: 440,
    floor_error_sum: 400,
    covered_hours: 325,
    exact_covered_sum: 325,
  };

  it("is content near the floor, and waits where there is little to judge by", () => {
    expect(judgeSubject(sums, limits)).toMatchObject({ isBelow: false, note: null });
    expect(judgeSubject({ ...sums, hours: 100, absolute_error_sum: 900 }, limits).isBelow).toBe(false);
  });

  it("says why it is not: errors, or limits that hold too little", () => {
    expect(judgeSubject({ ...sums, absolute_error_sum: 600 }, limits)).toMatchObject({
      isBelow: true,
      note: "the error is 1.50 times what chance alone would make",
    });
    expect(judgeSubject({ ...sums, covered_hours: 280 }, limits).note).toBe(
      "83 % of hours lay within the 95 % limits where 97 % should",
    );
  });
});
