import { expect, it } from "vitest";
import { compareForecasts } from "./difference.ts";

const before = { kind: "a", wholeMean: 10, booked: 2, meanWithoutOverride: 9, mean: 9 };

it("parts the change into what made it, the largest first, and loses nothing", () => {
  const now = { kind: "a", wholeMean: 11, booked: 9, meanWithoutOverride: 15, mean: 12 };
  const { change, isLarge, causes } = compareForecasts(before, now);
  expect(change).toBe(3);
  expect(isLarge).toBe(true);
  expect(causes.map(({ cause, sessions }) => [cause, sessions])).toEqual([
    ["bookings", 5],
    ["override", -3],
    ["history", 1],
  ]);
  expect(causes.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(change);
});

it("names another model, and leaves out what moves nothing", () => {
  const { isLarge, causes } = compareForecasts(before, {
    ...before,
    kind: "b",
    wholeMean: 10.5,
    meanWithoutOverride: 9.5,
    mean: 9.5,
  });
  expect(isLarge).toBe(false);
  expect(causes).toHaveLength(1);
  expect(causes[0]).toMatchObject({
    cause: "model",
    sentence: "Another model serves this subject: b instead of a.",
  });
});
