import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/seeded-random.ts";
import { countQuantile } from "./count-quantile.ts";
import { fitDispersions, recentWeeks, settleLevels, type UnseenWeek } from "./dispersion.ts";

/** A week of counts with mean `mean` and dispersion, forecast as 6 an hour. */
function week(dispersion: number, seed: number, mean = 6): UnseenWeek {
  const random = seededRandom(seed);
  const hours = Array.from({ length: 168 }, (_, hour) => hour);
  return {
    counts: hours.map(() =>
      countQuantile({ kind: "negative_binomial", mean, dispersion, known: 0 }, random()),
    ),
    means: hours.map(() => 6),
    aheadDays: hours.map((hour) => 1 + Math.floor(hour / 24)),
  };
}
const weeks = (dispersion: number, seed: number, count = 6) =>
  Array.from({ length: count }, (_, at) => week(dispersion, seed * 10 + at));

describe("dispersions of weeks that were forecast unseen", () => {
  it("come out as they were put in", () => {
    const { ofSeries, growthPerDay } = fitDispersions([weeks(0, 1), weeks(0.3, 2)]);
    expect(ofSeries[0]).toBeLessThan(0.1);
    expect(ofSeries[1]).toBeGreaterThan(0.2);
    expect(ofSeries[1]).toBeLessThan(0.4);
    expect(growthPerDay).toBe(0);
  });

  it("leave out an odd week, but not if it is the last", () => {
    const odd = week(0, 9, 18);
    const [calm] = fitDispersions([[week(0, 1), week(0, 2), odd, week(0, 3)]]).ofSeries;
    const [wary] = fitDispersions([[odd, week(0, 1), week(0, 2), week(0, 3)]]).ofSeries;
    expect(calm).toBeLessThan(0.05);
    expect(wary).toBeGreaterThan(0.3);
  });

  it("grow with distance where errors do", () => {
    const drifting = Array.from({ length: 6 }, (_, at): UnseenWeek => {
      const days = Array.from({ length: 7 }, (_, day) => week(0.05 * (1 + 0.6 * day), 100 + 7 * at + day));
      return {
        counts: days.flatMap((one, day) => one.counts.slice(24 * day, 24 * day + 24)),
        means: days[0]!.means,
        aheadDays: days[0]!.aheadDays,
      };
    });
    expect(fitDispersions([drifting, drifting, drifting]).growthPerDay).toBeGreaterThan(0);
  });

  it("lend a series without weeks what the others have", () => {
    const { ofSeries } = fitDispersions([weeks(0.3, 1), weeks(0.3, 2), []]);
    expect(ofSeries[2]).toBeGreaterThan(0.15);
    expect(fitDispersions([[]]).ofSeries[0]).toBe(0.15);
  });
});

describe("an odd week", () => {
  const ordinary = [week(0, 1), week(0, 2), week(0, 3)];
  const moved = week(0, 9, 18);
  const torn: UnseenWeek = {
    ...moved,
    counts: moved.counts.map((count, hour) => (hour < 84 ? 0 : 2 * count)),
  };

  it("that is as expected but for one factor is taken along it: the level is known by now", () => {
    const [settled] = settleLevels([moved, ...ordinary]);
    expect(settled?.means[0]).toBeCloseTo(18, 0);
    expect(fitDispersions([settleLevels([moved, ...ordinary])]).ofSeries[0]).toBeLessThan(0.05);
  });

  it("that no factor explains stays as it is", () => {
    expect(settleLevels([torn, ...ordinary])[0]).toBe(torn);
    expect(settleLevels(ordinary)).toEqual(ordinary);
  });

  it("is passed over by the watch once an ordinary one has followed", () => {
    const [calm, other, another] = ordinary as [UnseenWeek, UnseenWeek, UnseenWeek];
    expect(recentWeeks([calm, torn, other, another], 2)).toEqual([calm]);
    expect(recentWeeks([torn, calm, other, another], 2)).toEqual([torn, calm]);
    expect(recentWeeks([calm, other, torn, another], 2)).toEqual([calm, other]);
  });
});
