import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatCompact,
  formatCount,
  formatCountUpTo,
  formatDecimal,
  formatDuration,
  formatFigure,
  formatHours,
  formatInterval,
  formatMoney,
  formatPercent,
  formatSigned,
  formatSignedPercent,
} from "./format.ts";

/** Spaces that do not break, as plain ones. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("figures", () => {
  it.each([
    [formatCount(1284), "1,284"],
    [formatCount(-3), "−3"],
    [formatCountUpTo(9_999, 10_000), "9,999"],
    [formatCountUpTo(10_000, 10_000), "10,000+"],
    [formatPercent(0.875), "87.5 %"],
    [formatPercent(1, 0), "100 %"],
    [formatInterval(0.62, 0.794), "62–79 %"],
    [formatDecimal(4.2, 2), "4.20"],
    [formatMoney(1_240_000), "$12.4k"],
    [formatMoney(-5_000), "−$50"],
    [formatHours(3.24), "3.2 h"],
    [formatSigned(12), "+12"],
    [formatSigned(-3), "−3"],
    [formatSigned(0.001), "0"],
    [formatSignedPercent(-0.031), "−3.1 %"],
  ])("writes %s", (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it.each([
    [0, "0"],
    [999, "999"],
    [999.6, "1.0k"],
    [12_400, "12.4k"],
    [999_949, "999.9k"],
    [999_950, "1.0M"],
    [3_100_000_000, "3.1B"],
    [-12_400, "−12.4k"],
  ])("cuts %d down to %s", (value, expected) => {
    expect(formatCompact(value)).toBe(expected);
  });

  it.each([
    [42, "42 s"],
    [59.6, "1 min"],
    [300, "5 min"],
    [3_600, "1 h"],
    [11_520, "3.2 h"],
    [4 * 86_400, "4 days"],
  ])("writes %d seconds as %s", (seconds, expected) => {
    expect(plain(formatDuration(seconds))).toBe(expected);
  });

  it("shows a dash for what is not known", () => {
    for (const format of ["count", "compact", "decimal", "score", "percent", "money", "hours"] as const) {
      expect(formatFigure(null, format)).toBe("–");
      expect(formatFigure(Number.NaN, format)).toBe("–");
    }
    expect(formatInterval(0.1, null)).toBe("–");
  });

  it("never writes four digits before a letter", () => {
    fc.assert(
      fc.property(fc.double({ min: 1000, max: 9e11, noNaN: true }), (value) => {
        expect(formatCompact(value)).toMatch(/^\d{1,3}\.\d[kMB]$/);
      }),
    );
  });
});
