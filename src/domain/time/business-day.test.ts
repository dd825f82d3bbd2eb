import { expect, test } from "vitest";
import { businessDaysUpTo, daysBefore, shiftBusinessDay, startOfBusinessDay } from "./business-day.ts";

const chicago = "America/Chicago";

test("a business day begins at local midnight, in winter and in summer time", () => {
  expect(startOfBusinessDay(new Date("2026-01-15T05:59:59Z"), chicago).toISOString()).toBe(
    "2026-01-14T06:00:00.000Z",
  );
  expect(startOfBusinessDay(new Date("2026-07-15T05:00:00Z"), chicago).toISOString()).toBe(
    "2026-07-15T05:00:00.000Z",
  );
});

test("the days on which clocks change are 23 and 25 hours long", () => {
  const spring = new Date("2026-03-08T18:00:00Z");
  expect(shiftBusinessDay(spring, 1, chicago).getTime() - startOfBusinessDay(spring, chicago).getTime()).toBe(
    23 * 3_600_000,
  );
  const autumn = new Date("2026-11-01T18:00:00Z");
  expect(shiftBusinessDay(autumn, 1, chicago).getTime() - startOfBusinessDay(autumn, chicago).getTime()).toBe(
    25 * 3_600_000,
  );
});

test("the list of days ends with the day asked for", () => {
  expect(
    businessDaysUpTo(new Date("2026-03-09T12:00:00Z"), 3, chicago).map((day) => day.toISOString()),
  ).toEqual(["2026-03-07T06:00:00.000Z", "2026-03-08T06:00:00.000Z", "2026-03-09T05:00:00.000Z"]);
});

test("days before are stretches of 24 hours, whatever the calendar does", () => {
  expect(daysBefore(new Date("2026-03-09T12:00:00Z"), 1).toISOString()).toBe("2026-03-08T12:00:00.000Z");
});
