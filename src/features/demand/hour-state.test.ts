import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedExcess } from "#domain/forecasting/count-moments.ts";
import { probabilityAbove } from "#domain/forecasting/count-probabilities.ts";
import { type HourBalance, hourLimits, hourState, isShort } from "./hour-state.ts";
import { findRuns } from "./imbalance/find-episodes.ts";
import { defaultImbalanceSettings as settings } from "./imbalance/weights.ts";
import { defaultDemandSettings } from "./weights.ts";

const balance = defaultDemandSettings.balance;
const limits = hourLimits(balance, settings);
const lawOf = (mean: number) => ({ kind: "negative_binomial", mean, dispersion: 0.05, known: 0 }) as const;

function hour(demand: number, capacity: number): HourBalance & { capacity: number } {
  const law = lawOf(demand);
  return {
    demand,
    capacity,
    shortageProbability: probabilityAbove(law, capacity),
    expectedUnserved: expectedExcess(law, capacity),
  };
}

describe("an hour", () => {
  it("is short by ratio, probability and size together", () => {
    expect(hourState(hour(6, 3), null, limits)).toBe("shortage");
    // The same ratio with next to nobody there, and with a size that comes of rare crowds alone.
    expect(hourState(hour(0.2, 0.1), null, limits)).toBe("thin");
    expect(hourState({ ...hour(6, 3), shortageProbability: 0.3 }, null, limits)).toBe("thin");
    expect(hourState({ ...hour(6, 3), expectedUnserved: 0.4 }, null, limits)).toBe("thin");
    expect(hourState(hour(6, 5), null, limits)).toBe("ok");
    expect(hourState(hour(6, 9), null, limits)).toBe("surplus");
  });

  it("of a subject that next to nobody asks for is not short all week", () => {
    const week = Array.from({ length: 168 }, (_, at) => hour(0.05 + 0.3 * (at % 2), 0));
    expect(new Set(week.map((one) => hourState(one, null, limits)))).toEqual(new Set(["thin"]));
  });

  it("stays in its episode until it is clearly better", () => {
    const better = hour(8, 6.7);
    expect(hourState(better, null, limits)).toBe("ok");
    expect(hourState(better, "shortage", limits)).toBe("shortage");
    expect(hourState(hour(4, 5), "surplus", limits)).toBe("surplus");
    expect(hourState(hour(4, 5), "shortage", limits)).toBe("ok");
  });

  it("has no balance while capacity is unknown, and none where nobody is expected", () => {
    const unknown = { demand: 5, capacity: null, shortageProbability: null, expectedUnserved: null };
    expect(hourState(unknown, null, limits)).toBe("unknown");
    expect(hourState({ ...hour(1, 4), demand: 0 }, null, limits)).toBe("ok");
  });

  it("is short on the page exactly where an episode may hold it", () => {
    const sessions = fc.double({ min: 0.01, max: 30, noNaN: true });
    fc.assert(
      fc.property(sessions, sessions, (demand, capacity) => {
        const one = hour(demand, capacity);
        const { shortageProbability, expectedUnserved } = one as Record<string, number>;
        const measured = {
          startMs: 0,
          mean: demand,
          law: lawOf(demand),
          capacity,
          shortageProbability: shortageProbability as number,
          expectedUnserved: expectedUnserved as number,
        };
        const runs = findRuns([measured], [], balance, settings).filter(({ kind }) => kind === "shortage");
        expect(runs.length === 1).toBe(hourState(one, null, limits) === "shortage");
        // What begins an episode goes on in it.
        if (isShort(one, false, limits)) expect(isShort(one, true, limits)).toBe(true);
      }),
    );
  });
});
