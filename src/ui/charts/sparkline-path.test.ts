import { describe, expect, it } from "vitest";
import { pathThrough, placePoints } from "./sparkline-path.ts";

const points = (...values: (number | null)[]) => values.map((value, index) => ({ label: `${index}`, value }));

describe("placePoints", () => {
  it("puts the largest on top and the smallest at the foot", () => {
    expect(placePoints(points(10, 30, 20))).toEqual([
      { x: 0, y: 100 },
      { x: 50, y: 0 },
      { x: 100, y: 50 },
    ]);
  });

  it("keeps equal values in the middle and gaps empty", () => {
    expect(placePoints(points(5, null, 5))).toEqual([{ x: 0, y: 50 }, null, { x: 100, y: 50 }]);
  });
});

describe("pathThrough", () => {
  it("begins anew after a gap", () => {
    expect(pathThrough(placePoints(points(1, 2, null, 2, 1)))).toBe("M0 100L25 0M75 0L100 100");
  });

  it("is empty where nothing is known", () => {
    expect(pathThrough(placePoints(points(null, null)))).toBe("");
  });
});
