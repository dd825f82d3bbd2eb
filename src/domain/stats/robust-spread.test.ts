import { expect, it } from "vitest";
import { robustSpread } from "./robust-spread.ts";

it("is that of SciPy, and one wild value hardly moves it", () => {
  // scipy.stats.median_abs_deviation([1, 2, 3, 4, 5, 100], scale="normal") = 2.223903…
  expect(robustSpread([1, 2, 3, 4, 5, 100])).toEqual({ median: 3.5, spread: expect.closeTo(2.2239033, 6) });
  expect(robustSpread([5, 1, 3])).toEqual({ median: 3, spread: expect.closeTo(2.9652044, 6) });
});

it("says nothing without values, and no spread of equal ones", () => {
  expect(robustSpread([])).toBeNull();
  expect(robustSpread([60, 60, 60])).toEqual({ median: 60, spread: 0 });
});
