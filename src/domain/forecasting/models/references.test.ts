import { describe, expect, it } from "vitest";
import { hourMs, makeHourSlots, plainCalendar } from "../hour-slots.ts";
import type { Panel } from "../panel.ts";
import { fourWeekMean } from "./four-week-mean.ts";
import { seasonalNaive } from "./seasonal-naive.ts";

const weekMs = 168 * hourMs;
const slotsOf = (fromMs: number, toMs: number) =>
  makeHourSlots({ fromMs, toMs, timezone: "UTC", calendar: plainCalendar });

/** Six weeks in which week w has w + 1 at every hour. */
function panel(): Panel {
  const slots = slotsOf(0, 6 * weekMs);
  const counts = Float64Array.from(slots, (_, hour) => Math.floor(hour / 168) + 1);
  return {
    slots,
    series: [{ id: "a", group: null, counts, weights: new Float64Array(slots.length).fill(1) }],
    covariates: null,
  };
}
const ahead = slotsOf(6 * weekMs, 7 * weekMs);

describe("the references", () => {
  it("take the mean and the standard deviation of the last four weeks", async () => {
    const fitted = await fourWeekMean.fit(panel());
    // 3, 4, 5 and 6.
    expect(fitted.predict(0, ahead)[5]).toEqual({ kind: "normal", mean: 4.5, sd: Math.sqrt(5 / 3) });
  });

  it("leave unknown hours out, and fall back on hour and weekday where all four are unknown", async () => {
    const own = panel();
    own.series[0]!.counts[5 * 168 + 5] = Number.NaN;
    for (let week = 2; week < 6; week++) own.series[0]!.counts[week * 168 + 9] = Number.NaN;
    const laws = (await fourWeekMean.fit(own)).predict(0, ahead);
    expect(laws[5]).toMatchObject({ mean: 4, sd: 1 });
    expect(laws[9]?.mean).toBeCloseTo(4.5, 1);
  });

  it("repeat last week, or the last week in which the hour is known", async () => {
    const own = panel();
    own.series[0]!.counts[5 * 168 + 5] = Number.NaN;
    const laws = (await seasonalNaive.fit(own)).predict(0, ahead);
    expect(laws[4]).toEqual({ kind: "normal", mean: 6, sd: 1 });
    expect(laws[5]?.mean).toBe(5);
  });
});

it("keep to the clock of the business when it is changed between then and now", async () => {
  const timezone = "America/Chicago";
  const [fromMs, springMs] = [Date.parse("2026-02-08T06:00Z"), Date.parse("2026-03-08T06:00Z")];
  const slots = makeHourSlots({ fromMs, toMs: springMs, timezone, calendar: plainCalendar });
  const counts = Float64Array.from(slots, ({ hourOfDay }) => hourOfDay);
  const own: Panel = {
    slots,
    series: [{ id: "a", group: null, counts, weights: new Float64Array(slots.length).fill(1) }],
    covariates: null,
  };
  const week = makeHourSlots({
    fromMs: springMs,
    toMs: springMs + weekMs,
    timezone,
    calendar: plainCalendar,
  });
  for (const model of [fourWeekMean, seasonalNaive]) {
    const means = (await model.fit(own)).predict(0, week).map(({ mean }) => mean);
    expect(means).toEqual(week.map(({ hourOfDay }) => hourOfDay));
  }
});
