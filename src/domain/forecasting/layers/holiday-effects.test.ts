import { describe, expect, it } from "vitest";
import { makeHourSlots } from "../hour-slots.ts";
import { frameOf } from "../panel-frame.ts";
import { usCalendar } from "../us-calendar.ts";
import { fitHolidayEffects, type HolidayInput, holidayMultiplier } from "./holiday-effects.ts";

const slots = makeHourSlots({
  fromMs: Date.UTC(2025, 7, 1),
  toMs: Date.UTC(2025, 11, 1),
  timezone: "UTC",
  calendar: usCalendar,
});
const frame = frameOf({ slots, series: [], covariates: null });
/** Weekdays peak at 9, Sundays at 15. */
const rates = Float64Array.from({ length: 168 }, (_, cell) =>
  cell < 24 ? (cell % 24 === 15 ? 40 : 2) : cell % 24 === 9 ? 100 : 5,
);

const dayOf = (year: number, month: number, day: number) => Date.UTC(year, month, day) / 86_400_000;

/** Counts that are exactly what is expected, but on holidays. */
function series(onHoliday: (cell: number) => number): HolidayInput {
  const counts = Float64Array.from(slots, (slot, hour) => {
    const cell = frame.cellOf[hour]!;
    return slot.holiday === null ? rates[cell]! : onHoliday(cell);
  });
  const ones = new Float64Array(slots.length).fill(1);
  return { counts, weights: ones, rates, multipliers: ones };
}

describe("effects of holidays", () => {
  it("find that a holiday is like a Sunday", () => {
    const effects = fitHolidayEffects(frame, [
      series((cell) => rates[cell % 24]!),
      series((cell) => rates[cell % 24]!),
    ]);
    const effect = effects.of(0, "Labor Day", "full");
    expect(effect.sundayShare).toBe(1);
    expect(effect.factor).toBeCloseTo(1, 2);
    // Monday at 9 is cut from 100 to 2.
    expect(holidayMultiplier(rates, 33, effect)).toBeCloseTo(0.02, 2);
  });

  it("find that a holiday is a smaller day of its own kind", () => {
    const effect = fitHolidayEffects(frame, [series((cell) => 0.3 * rates[cell]!)]).of(
      0,
      "Thanksgiving",
      "full",
    );
    expect(effect.sundayShare).toBe(0);
    expect(effect.factor).toBeGreaterThan(0.25);
    expect(effect.factor).toBeLessThan(0.4);
  });

  it("take one that was never seen for its like", () => {
    const effects = fitHolidayEffects(frame, [series((cell) => 0.3 * rates[cell]!)]);
    expect(effects.of(0, "Christmas Day", "full").factor).toBeLessThan(0.6);
    const untouched = fitHolidayEffects(frame, []).of(0, "Christmas Day", "full");
    expect(untouched).toMatchObject({ factor: 1, sundayShare: 0.5 });
  });

  it("take what some keep for the least that most keep", () => {
    const columbusOnly = frameOf({
      slots: slots.filter(({ localDay }) => localDay > dayOf(2025, 8, 2) && localDay < dayOf(2025, 10, 1)),
      series: [],
      covariates: null,
    });
    expect(columbusOnly.holidayOfDay.filter((name) => name !== null)).toEqual(["Columbus Day"]);
    const counts = Float64Array.from({ length: columbusOnly.hours }, (_, hour) => {
      const isHoliday = columbusOnly.holidayOfDay[columbusOnly.dayOf[hour]!] !== null;
      return (isHoliday ? 0.2 : 1) * rates[columbusOnly.cellOf[hour]!]!;
    });
    const ones = new Float64Array(columbusOnly.hours).fill(1);
    const effects = fitHolidayEffects(columbusOnly, [{ counts, weights: ones, rates, multipliers: ones }]);
    expect(effects.of(0, "Thanksgiving", "full").factor).toBeLessThan(0.6);
  });

  it("lend a series that was not there last year what the others did", () => {
    const absent = { ...series(() => 0), weights: new Float64Array(slots.length) };
    const effects = fitHolidayEffects(frame, [series((cell) => 0.3 * rates[cell]!), absent]);
    expect(effects.of(1, "Thanksgiving", "full").factor).toBeCloseTo(
      effects.of(0, "Thanksgiving", "full").factor,
      1,
    );
  });
});
