import { expect, it } from "vitest";
import { monthEndsUpTo } from "./month-ends.ts";

const iso = (dates: Date[]) => dates.map((date) => date.toISOString());

it("counts back whole months of the business, across daylight saving and the turn of the year", () => {
  expect(iso(monthEndsUpTo(new Date("2026-04-15T12:00:00Z"), 5, "America/Chicago"))).toEqual([
    "2025-12-01T06:00:00.000Z",
    "2026-01-01T06:00:00.000Z",
    "2026-02-01T06:00:00.000Z",
    "2026-03-01T06:00:00.000Z",
    "2026-04-01T05:00:00.000Z",
  ]);
});

it("takes the instant at which a month begins as the end of the one before", () => {
  expect(iso(monthEndsUpTo(new Date("2026-04-01T05:00:00Z"), 1, "America/Chicago"))).toEqual([
    "2026-04-01T05:00:00.000Z",
  ]);
  expect(iso(monthEndsUpTo(new Date("2026-04-01T04:59:59Z"), 1, "America/Chicago"))).toEqual([
    "2026-03-01T06:00:00.000Z",
  ]);
});
