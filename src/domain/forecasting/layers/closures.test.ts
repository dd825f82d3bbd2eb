import { expect, it } from "vitest";
import { closedDaysAtEnd, findClosedDays, reopeningChance } from "./closures.ts";

const daily = (counts: number[], expected: number) => ({
  counts: Float64Array.from(counts),
  expected: new Float64Array(counts.length).fill(expected),
});

it("takes a run of empty days for a closure where chance cannot have made it", () => {
  // Chance of one empty day with 5 expected is e⁻⁵: three of them are beyond e⁻¹², two are not.
  expect([...findClosedDays(daily([4, 0, 0, 6, 0, 0, 0, 5], 5), 0)]).toEqual([0, 0, 0, 0, 1, 1, 1, 0]);
});

it("lets a thin series be empty", () => {
  expect(
    findClosedDays(
      daily(
        Array.from({ length: 20 }, () => 0),
        0.5,
      ),
      0,
    ),
  ).not.toContain(1);
});

it("waits longer where days differ much", () => {
  // Negative binomial with dispersion 1: ln P(0) = −ln 6 = −1.79 a day.
  expect(findClosedDays(daily([0, 0, 0, 0, 0, 0], 5), 1)).not.toContain(1);
  expect(findClosedDays(daily([0, 0, 0, 0, 0, 0, 0], 5), 1)).toContain(1);
});

it("knows whether a series is shut now, and expects long pauses to go on", () => {
  expect(closedDaysAtEnd(Uint8Array.from([1, 0, 1, 1]))).toBe(2);
  expect(closedDaysAtEnd(Uint8Array.from([1, 0]))).toBe(0);
  expect(reopeningChance(0, 3)).toBe(1);
  // 1 − √(1 ÷ 4), 1 − √(21 ÷ 28), and never on the last closed day itself.
  expect(reopeningChance(1, 3)).toBeCloseTo(0.5);
  expect(reopeningChance(21, 7)).toBeCloseTo(1 - Math.sqrt(0.75));
  expect(reopeningChance(21, 0)).toBe(0);
});
