import { describe, expect, it } from "vitest";
import { makeHourSlots } from "../hour-slots.ts";
import { frameOf } from "../panel-frame.ts";
import { usCalendar } from "../us-calendar.ts";
import type { DailyTotals } from "./level-filter.ts";
import { fitSeasonChanges } from "./season-changes.ts";

const frame = frameOf({
  slots: makeHourSlots({
    fromMs: Date.UTC(2024, 4, 15),
    toMs: Date.UTC(2025, 5, 13),
    timezone: "UTC",
    calendar: usCalendar,
  }),
  series: [],
  covariates: null,
});
const summer = Date.UTC(2024, 5, 15) / 86_400_000 - frame.firstDay;

/** `usual` a day, and `share` of it from the summer break of 2024 on. */
const series = (usual: number, share: number): DailyTotals => ({
  counts: Float64Array.from({ length: frame.days }, (_, day) => usual * (day < summer ? 1 : share)),
  expected: new Float64Array(frame.days).fill(usual),
});
const [from, to] = ["end of the school year", "summer break"];

describe("changes between parts of the year", () => {
  it("are what they were the last time, less what chance may have had in it", () => {
    const factor = fitSeasonChanges(frame, [series(200, 0.5), series(300, 0.5)]).of(0, from, to);
    expect(factor).toBeGreaterThan(0.5);
    expect(factor).toBeLessThan(0.6);
  });

  it("are lent to a thin series, and less of them believed where there is little to go by", () => {
    const lent = fitSeasonChanges(frame, [series(200, 0.5), series(0, 1), series(200, 0.5)]);
    expect(lent.of(1, from, to)).toBeCloseTo(lent.of(0, from, to), 1);
    const thin = fitSeasonChanges(frame, [series(0.2, 0.5)]).of(0, from, to);
    expect(thin).toBeGreaterThan(0.75);
    expect(thin).toBeLessThan(1);
  });

  it("are not there where nothing changed, or was not seen, or has no name", () => {
    const changes = fitSeasonChanges(frame, [series(200, 1)]);
    expect(changes.of(0, from, to)).toBeCloseTo(1, 6);
    expect(changes.of(0, "summer break", "spring exams")).toBe(1);
    expect(changes.of(0, null, to)).toBe(1);
    expect(changes.of(0, to, to)).toBe(1);
  });
});
