import { expect, test } from "vitest";
import { dailyPoints, metricChange, metricStatus } from "./card.ts";
import { likeRangeBefore, rangeAsOf } from "./ranges.ts";
import { defaultMetricSettings } from "./weights.ts";

const satisfaction = {
  name: "satisfaction",
  goodDirection: "up",
  limits: { warning: 4.3, critical: 4 },
} as const;
const atRisk = {
  name: "customers_at_risk",
  goodDirection: "down",
  limits: { warning: 0.25, critical: 0.4 },
} as const;

test.each([
  [satisfaction, 4.3, "good"],
  [satisfaction, 4.29, "warning"],
  [satisfaction, 3.99, "critical"],
  [atRisk, 0.24, "good"],
  [atRisk, 0.25, "warning"],
  [atRisk, 0.4, "critical"],
] as const)("%o at %d is %s", (definition, value, status) => {
  expect(metricStatus(definition, value, defaultMetricSettings)).toBe(status);
});

test("unknown is unknown, and a figure without limits is neither good nor bad", () => {
  expect(metricStatus(satisfaction, null, defaultMetricSettings)).toBe("unknown");
  expect(metricStatus({ ...satisfaction, limits: null }, 1, defaultMetricSettings)).toBe("neutral");
});

test("limits that an administrator set go before those of the declaration", () => {
  const settings = { ...defaultMetricSettings, limits: { satisfaction: { warning: 4.8, critical: 4.5 } } };
  expect(metricStatus(satisfaction, 4.6, settings)).toBe("warning");
});

test("a change says its direction and whether it is welcome", () => {
  expect(metricChange("down", 12, 10)).toEqual({ difference: 2, share: 0.2, direction: "up", isGood: false });
  expect(metricChange("up", 12, 10)?.isGood).toBe(true);
  expect(metricChange("neither", 12, 10)?.isGood).toBeNull();
  expect(metricChange("up", 3, 0)?.share).toBeNull();
  expect(metricChange("up", null, 3)).toBeNull();
});

test("today is compared with the same part of the same weekday, across the change of clocks", () => {
  // Chicago goes from UTC−6 to UTC−5 on 8 March 2026; noon is noon on both Mondays.
  const asOf = new Date("2026-03-09T17:00:00Z");
  expect(rangeAsOf("today", asOf, "America/Chicago").from.toISOString()).toBe("2026-03-09T05:00:00.000Z");
  const before = likeRangeBefore("today", asOf, "America/Chicago");
  expect(before.from.toISOString()).toBe("2026-03-02T06:00:00.000Z");
  expect(before.to.toISOString()).toBe("2026-03-02T18:00:00.000Z");
});

test("the last 7 days are compared with the 7 before", () => {
  const before = likeRangeBefore("7d", new Date("2026-03-15T00:00:00Z"), "America/Chicago");
  expect(before.from.toISOString()).toBe("2026-03-01T00:00:00.000Z");
  expect(before.to.toISOString()).toBe("2026-03-08T00:00:00.000Z");
});

test("a day takes its last sample, and a day without one stays unknown", () => {
  const asOf = new Date("2026-03-11T12:00:00Z");
  const points = dailyPoints(
    [
      { at: new Date("2026-03-09T10:00:00Z"), value: 1 },
      { at: new Date("2026-03-09T23:00:00Z"), value: 2 },
      { at: new Date("2026-03-11T11:00:00Z"), value: 5 },
    ],
    3,
    asOf,
    "UTC",
  );
  expect(points.map(({ value }) => value)).toEqual([2, null, 5]);
});
