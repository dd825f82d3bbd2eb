import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCalendarDate, readInstant } from "./instant.ts";

describe("readInstant", () => {
  test.each([
    ["2026-03-08T07:59:59.000Z", "2026-03-08T07:59:59.000Z"],
    ["2026-03-08T07:59:59Z", "2026-03-08T07:59:59.000Z"],
    ["2026-03-08T07:59:59.123456Z", "2026-03-08T07:59:59.123Z"],
    ["2026-03-08T07:59:59.9-05:00", "2026-03-08T12:59:59.900Z"],
    ["2026-03-08T07:59:59.000+05:30", "2026-03-08T02:29:59.000Z"],
    ["2026-03-08T07:59:59.000+00:00", "2026-03-08T07:59:59.000Z"],
    ["2024-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z"],
    ["2026-12-31T23:59:59.999-12:00", "2027-01-01T11:59:59.999Z"],
  ])("%s is %s", (text, instant) => {
    expect(readInstant(text)).toBe(instant);
  });

  test.each([
    "2026-03-08T07:59:59",
    "2026-03-08T07:59:59.000",
    "2026-03-08 07:59:59Z",
    "2026-03-08",
    "2026-02-30T00:00:00Z",
    "2026-02-29T00:00:00.000Z",
    "1900-02-29T00:00:00.000Z",
    "2026-04-31T00:00:00.000Z",
    "2026-13-01T00:00:00.000Z",
    "2026-00-01T00:00:00.000Z",
    "2026-03-00T00:00:00.000Z",
    "2026-03-08T24:00:00.000Z",
    "2026-03-08T07:60:00.000Z",
    "2026-03-08T07:59:60.000Z",
    "2026-03-08T07:59:59.000+24:00",
    "2026-03-08T07:59:59.000+05:60",
    "2026-03-08T07:59:59.000 Z",
    "0000-01-01T00:00:00.000Z",
    "0001-01-01T00:00:00.000+01:00",
    "9999-12-31T23:59:59.999-01:00",
    "+12026-03-08T07:59:59.000Z",
    "1772956799",
    "",
    "null",
  ])("%s is none", (text) => {
    expect(readInstant(text)).toBeNull();
  });

  test("is the same instant in whatever offset it is written", () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const instant = fc.date({
      min: new Date("1970-01-01"),
      max: new Date("2100-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, offset, (at, minutes) => {
        const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(minutes);
        const zone = `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        expect(readInstant(local + zone)).toBe(at.toISOString());
      }),
    );
  });
});

const pad = (value: number) => String(value).padStart(2, "0");

test("readCalendarDate takes days that exist", () => {
  expect(readCalendarDate("2024-02-29")).toBe("2024-02-29");
  for (const text of ["2026-02-29", "2026-2-3", "2026-02-03T00:00:00Z", "0000-01-01", ""]) {
    expect(readCalendarDate(text)).toBeNull();
  }
});
