import { describe, expect, it } from "vitest";
import { readCount, readDay, readInstant } from "./read-query.ts";

describe("readInstant", () => {
  it.each([
    ["2026-03-08T07:59:59.000Z", Date.UTC(2026, 2, 8, 7, 59, 59) * 1000],
    ["2026-03-08T07:59:59Z", Date.UTC(2026, 2, 8, 7, 59, 59) * 1000],
    ["2026-03-08T07:59:59.123456Z", Date.UTC(2026, 2, 8, 7, 59, 59) * 1000 + 123_456],
    ["2026-03-08T02:59:59.5-05:00", Date.UTC(2026, 2, 8, 7, 59, 59) * 1000 + 500_000],
    ["2026-03-08T13:29:59+0530", Date.UTC(2026, 2, 8, 7, 59, 59) * 1000],
  ])("reads %s", (text, us) => expect(readInstant(text)).toBe(us));

  it.each([
    "",
    "yesterday",
    "2026-03-08",
    "2026-03-08T07:59:59",
    "2026-03-08T07:59:59 00:00",
    "2026-02-30T00:00:00Z",
    "2026-03-08T25:00:00Z",
    "2026-03-08T07:59:59+24:00",
    ["2026-03-08T07:59:59Z", "2026-03-08T07:59:59Z"],
  ])("refuses %s", (text) => expect(readInstant(text)).toBeNull());
});

it("reads counts with their limits", () => {
  expect(["0", "-3", "abc", "2.5", undefined, ["1"]].map((text) => readCount(text, 100, 500))).toEqual(
    Array(6).fill(100),
  );
  expect(readCount("501", 100, 500)).toBe(500);
  expect(readCount("7", 100, 500)).toBe(7);
});

it("reads days that exist", () => {
  expect(readDay("1970-01-03")).toBe(2);
  expect([readDay("2026-02-29"), readDay("2026-3-8"), readDay("")]).toEqual([null, null, null]);
});
