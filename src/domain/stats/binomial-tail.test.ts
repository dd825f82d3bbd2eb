import { expect, it } from "vitest";
import { binomialUpperTail } from "./binomial-tail.ts";

// scipy.stats.binom.sf(k - 1, n, p)
it.each([
  [3, 10, 0.1, 0.0701908264],
  [5, 20, 0.05, 0.0025739403],
  [1, 12, 0.03, 1 - 0.97 ** 12],
  [20, 20, 0.5, 0.5 ** 20],
])("of %d or more in %d at %d is %d", (least, trials, rate, expected) => {
  expect(binomialUpperTail(least, trials, rate)).toBeCloseTo(expected, 10);
});

it("holds at the ends", () => {
  expect(binomialUpperTail(0, 10, 0.3)).toBe(1);
  expect(binomialUpperTail(11, 10, 0.3)).toBe(0);
  expect(binomialUpperTail(1, 10, 0)).toBe(0);
  expect(binomialUpperTail(10, 10, 1)).toBe(1);
  expect(() => binomialUpperTail(1, 10, 1.5)).toThrow(RangeError);
});
