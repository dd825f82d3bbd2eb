import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError, errorCodes } from "../errors.ts";
import { outcomeOf, retryDelayMs } from "./job-outcome.ts";

describe("outcomeOf", () => {
  it("knows every code, and tries again what nobody expected", () => {
    for (const code of errorCodes) {
      expect(["retry", "drop", "dead-letter"]).toContain(outcomeOf(new AppError(code, "")));
    }
    expect(outcomeOf(new TypeError("x is undefined"))).toBe("retry");
  });
});

describe("retryDelayMs", () => {
  const facts = { backoffSeconds: 10, askedSeconds: 0, random: 0 };

  it("doubles, up to an hour", () => {
    const delays = [1, 2, 3, 20].map((triesMade) => retryDelayMs({ ...facts, triesMade }));
    expect(delays).toEqual([10_000, 20_000, 40_000, 3_600_000]);
  });

  it("takes off at most half, and never comes before it was asked to", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (triesMade, random) => {
          const full = retryDelayMs({ ...facts, triesMade });
          const delay = retryDelayMs({ ...facts, triesMade, random });
          expect(delay).toBeGreaterThanOrEqual(full / 2 - 1);
          expect(delay).toBeLessThanOrEqual(full);
          expect(retryDelayMs({ ...facts, triesMade, random, askedSeconds: 90 })).toBeGreaterThanOrEqual(
            90_000,
          );
        },
      ),
    );
  });
});
