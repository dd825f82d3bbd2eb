import { describe, expect, it } from "vitest";
import { dayOfRule } from "./calendar.ts";
import { hourMs, makeHourSlots, plainCalendar } from "./hour-slots.ts";
import { usCalendar } from "./us-calendar.ts";

const chicago = (from: string, to: string) =>
  makeHourSlots({
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    timezone: "America/Chicago",
    calendar: usCalendar,
  });
const date = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const holidayOn = (name: string, year: number) => {
  const rule = usCalendar.holidays.find((holiday) => holiday.name === name)?.on;
  if (rule === undefined) throw new Error(`no holiday ${name}`);
  return date(dayOfRule(rule, year));
};

describe("hours by the clock of the business", () => {
  it("are 23 on the day in March on which the clock is put forward", () => {
    const hours = chicago("2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z").map((slot) => slot.hourOfDay);
    expect(hours).toHaveLength(23);
    expect(hours.slice(0, 4)).toEqual([0, 1, 3, 4]);
  });

  it("are 25 on the day in November on which it is put back, one of them twice", () => {
    const slots = chicago("2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z");
    expect(slots.map((slot) => slot.hourOfDay).slice(0, 4)).toEqual([0, 1, 1, 2]);
    expect(slots).toHaveLength(25);
    expect(new Set(slots.map((slot) => slot.localDay)).size).toBe(1);
    expect(slots.every((slot) => slot.weekday === 0)).toBe(true);
  });

  it("follow one another by an hour of time", () => {
    const slots = chicago("2026-10-30T00:00:00Z", "2026-11-03T00:00:00Z");
    for (const [at, slot] of slots.slice(1).entries()) expect(slot.startMs - slots[at]!.startMs).toBe(hourMs);
  });

  it("carry the holiday and season of their date, not of the date in UTC", () => {
    const [slot] = chicago("2025-11-28T05:00:00Z", "2025-11-28T06:00:00Z");
    expect(slot).toMatchObject({
      holiday: "Thanksgiving",
      holidayClass: "full",
      season: "autumn term",
      hourOfDay: 23,
    });
    const [next] = chicago("2026-01-02T12:00:00Z", "2026-01-02T13:00:00Z");
    expect(next).toMatchObject({ holiday: null, holidayClass: null, season: "winter break" });
  });

  it("begin on whole hours, in a timezone that there is", () => {
    const range = { fromMs: 0, toMs: hourMs, calendar: plainCalendar };
    expect(() => makeHourSlots({ ...range, fromMs: 5, timezone: "UTC" })).toThrow(/whole UTC hours/);
    expect(() => makeHourSlots({ ...range, timezone: "Mars/Olympus" })).toThrow(/unknown timezone/);
  });
});

/** Dates of the United States Office of Personnel Management, and of Easter by the ecclesiastical tables. */
describe("holidays by rule", () => {
  it.each([
    ["Thanksgiving", 2024, "2024-11-28"],
    ["Thanksgiving", 2026, "2026-11-26"],
    ["Day after Thanksgiving", 2026, "2026-11-27"],
    ["Memorial Day", 2026, "2026-05-25"],
    ["Labor Day", 2025, "2025-09-01"],
    ["Martin Luther King Day", 2027, "2027-01-18"],
    ["Presidents' Day", 2026, "2026-02-16"],
    ["Columbus Day", 2025, "2025-10-13"],
    ["Easter Sunday", 2024, "2024-03-31"],
    ["Easter Sunday", 2025, "2025-04-20"],
    ["Easter Sunday", 2038, "2038-04-25"],
  ])("%s %i is %s", (name, year, expected) => expect(holidayOn(name, year)).toBe(expected));

  it("are kept from the year on in which they were made", () => {
    const on = (year: number) => chicago(`${year}-06-19T18:00:00Z`, `${year}-06-19T19:00:00Z`)[0]?.holiday;
    expect([on(2014), on(2021)]).toEqual([null, "Juneteenth"]);
  });
});
