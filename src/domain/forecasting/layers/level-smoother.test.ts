import { describe, expect, it } from "vitest";
import { filterLevels } from "./level-filter.ts";
import { smoothLevels } from "./level-smoother.ts";

const days = 60;
const shiftDay = 40;
const shifted = {
  counts: Float64Array.from({ length: days }, (_, day) => (day < shiftDay ? 400 : 800)),
  expected: new Float64Array(days).fill(400),
};

describe("the level from both sides", () => {
  it("moves on the day of a shift, where the filter is still on its way", () => {
    const [level] = smoothLevels([shifted], [0.005]);
    const [filtered] = filterLevels([shifted]).levels;
    for (const day of [shiftDay - 1, shiftDay, shiftDay + 1])
      expect([day, Math.abs((level?.[day] ?? 0) - (day < shiftDay ? 1 : 2)) < 0.1]).toEqual([day, true]);
    expect(filtered?.path[shiftDay]).toBeLessThan(1.8);
    expect(filtered?.path.at(-1)).toBeCloseTo(2, 1);
  });

  it("is 1 where nothing is known", () => {
    const empty = { counts: new Float64Array(days), expected: new Float64Array(days) };
    expect(smoothLevels([empty], [0.005])[0]?.every((level) => level === 1)).toBe(true);
  });
});
