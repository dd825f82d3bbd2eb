import { expect, it } from "vitest";
import { makeHourSlots, plainCalendar } from "../hour-slots.ts";
import { wallClockCounts, wallHourOf } from "./wall-clock-counts.ts";

const slotsBetween = (from: string, to: string) =>
  makeHourSlots({
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    timezone: "America/Chicago",
    calendar: plainCalendar,
  });
const seriesOf = (counts: readonly number[], weights = counts.map(() => 1)) => ({
  id: "a",
  group: null,
  counts: Float64Array.from(counts),
  weights: Float64Array.from(weights),
});

it("an hour that comes twice in autumn is the mean of both, one left out in spring is unknown", () => {
  const autumn = slotsBetween("2026-11-01T05:00Z", "2026-11-01T10:00Z");
  expect(autumn.map(({ hourOfDay }) => hourOfDay)).toEqual([0, 1, 1, 2, 3]);
  const { firstHour, counts } = wallClockCounts(autumn, seriesOf([5, 2, 4, 7, 8]))!;
  expect([...counts]).toEqual([5, 3, 7, 8]);
  expect(firstHour).toBe(wallHourOf(autumn[0]!));
  const spring = slotsBetween("2026-03-08T07:00Z", "2026-03-08T10:00Z");
  expect([...wallClockCounts(spring, seriesOf([5, 2, 4]))!.counts]).toEqual([5, Number.NaN, 2, 4]);
});

it("begins and ends with what is known, and leaves out what does not count", () => {
  const slots = slotsBetween("2026-06-01T00:00Z", "2026-06-01T06:00Z");
  const known = wallClockCounts(slots, seriesOf([Number.NaN, 3, 99, 4, Number.NaN, 50], [1, 1, 0, 1, 1, 0]))!;
  expect([...known.counts]).toEqual([3, Number.NaN, 4]);
  expect(known.firstHour).toBe(wallHourOf(slots[1]!));
  expect(wallClockCounts(slots, seriesOf([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]))).toBeNull();
});
