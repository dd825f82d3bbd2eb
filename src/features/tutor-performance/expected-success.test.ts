import { describe, expect, it } from "vitest";
import { daypartOf, expectSuccess, fitExpectedSuccess, type KindTally } from "./expected-success.ts";

const kind = (subjectCode: string, isNewCustomer: boolean, successes: number, trials: number): KindTally => ({
  subjectCode,
  isNewCustomer,
  daypart: "evening",
  successes,
  trials,
});

describe("the success to be expected", () => {
  const fitted = fitExpectedSuccess([
    kind("algebra_1", false, 900, 1000),
    kind("algebra_1", true, 840, 1000),
    kind("physics", false, 760, 1000),
    kind("physics", true, 660, 1000),
    kind("latin", false, 0, 2),
  ]);
  const expected = (subjectCode: string, isNewCustomer: boolean) =>
    fitted === null ? Number.NaN : expectSuccess(fitted, { subjectCode, isNewCustomer, daypart: "evening" });

  it("is lower in hard subjects and with new customers", () => {
    expect(expected("algebra_1", false)).toBeCloseTo(0.9, 1);
    expect(expected("physics", true)).toBeCloseTo(0.66, 1);
    expect(expected("physics", false)).toBeLessThan(expected("algebra_1", false));
    expect(expected("physics", true)).toBeLessThan(expected("physics", false));
  });

  it("takes little from two sessions, and nothing from none", () => {
    expect(expected("latin", false)).toBeGreaterThan(0.6);
    expect(expected("never_seen", false)).toBeGreaterThan(0.7);
    expect(expected("never_seen", false)).toBeLessThan(0.9);
  });

  it("is unknown before anything was rated", () => {
    expect(fitExpectedSuccess([kind("algebra_1", true, 0, 0)])).toBeNull();
  });
});

it.each([
  [0, "night"],
  [6, "morning"],
  [12, "afternoon"],
  [17, "evening"],
  [21, "evening"],
  [22, "night"],
])("%i o'clock is in the %s", (hour, daypart) => expect(daypartOf(hour)).toBe(daypart));
