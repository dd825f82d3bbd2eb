import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs, readRetryAfter } from "./retry-after.ts";

const now = new Date("2026-03-01T10:00:00.000Z");

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["Sun, 01 Mar 2026 10:00:30 GMT", 30_000],
  ["Sun, 01 Mar 2026 09:00:00 GMT", 0],
  ["Sunday, 01-Mar-26 10:00:30 GMT", 30_000],
  ["soon", null],
  ["1.5", null],
  ["", null],
  [null, null],
])("%s is %s ms", (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected);
});

test("waits anything up to a limit that doubles and is capped", () => {
  const limits = { firstBackoffMs: 500, maxBackoffMs: 10_000 };
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, share) => {
        const wait = backoffMs(attempt, limits, () => share);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(10_000, 500 * 2 ** (attempt - 1)));
      },
    ),
  );
  expect(backoffMs(3, limits, () => 1)).toBe(2000);
});
