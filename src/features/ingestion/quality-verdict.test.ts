import { describe, expect, test } from "vitest";
import { addMeasures, noMeasures, qualityVerdict } from "./quality-verdict.ts";

const of = (accepted: number, quarantined: number, orphaned = 0, unchanged = 0) => ({
  ...noMeasures,
  received: accepted + quarantined + orphaned + unchanged,
  accepted,
  quarantined,
  orphaned,
  unchanged,
});

describe("the verdict on a resource's records", () => {
  test.each([
    { measures: of(0, 0, 0, 500), state: "none", share: null },
    { measures: of(100, 0), state: "good", share: 0 },
    { measures: of(99, 1), state: "good", share: 0.01 },
    { measures: of(98, 2), state: "critical", share: 0.02 },
    { measures: of(2, 1), state: "few", share: 1 / 3 },
    { measures: of(90, 9), state: "few", share: 9 / 99 },
    { measures: of(0, 10), state: "critical", share: 1 },
    { measures: of(50, 1, 49), state: "good", share: 0.01 },
  ])("$state at a share of $share", ({ measures, state, share }) => {
    expect(qualityVerdict(measures)).toMatchObject({ state, rejectedShare: share });
  });

  test("does not depend on how often the overlap is read again", () => {
    expect(qualityVerdict(of(98, 2, 0, 1_000_000))).toEqual(qualityVerdict(of(98, 2)));
  });
});

test("measures add up name by name", () => {
  expect(addMeasures([of(1, 2, 3, 4), of(10, 20, 30, 40)])).toEqual(of(11, 22, 33, 44));
  expect(addMeasures([])).toEqual(noMeasures);
});
