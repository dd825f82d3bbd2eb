import { expect, test } from "vitest";
import { printDecimal, readDecimal } from "./decimal.ts";

test.each([
  ["4.5", "4.5"],
  ["25.00", "25"],
  ["25.0", "25"],
  ["025", "25"],
  ["0.10", "0.1"],
  ["-0.0", "0"],
  ["-7.50", "-7.5"],
  [4.5, "4.5"],
  [0, "0"],
  ["12345678901234567890.123456789", "12345678901234567890.123456789"],
])("%s is %s", (value, decimal) => {
  expect(readDecimal(value)).toBe(decimal);
});

test.each(["", " 4", "4.", ".5", "+4", "1e3", "0.25e2", "NaN", "Infinity", "4,5", "0x10", "9".repeat(61)])(
  "%s is none",
  (text) => {
    expect(readDecimal(text)).toBeNull();
  },
);

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e30, true, null, undefined, {}, ["4.5"]])(
  "%s is no decimal",
  (value) => {
    expect(readDecimal(value)).toBeNull();
  },
);

test("is printed as Ruby prints it", () => {
  expect(["25", "4.5", "-0.25", "0"].map(printDecimal)).toEqual(["25.0", "4.5", "-0.25", "0.0"]);
});
