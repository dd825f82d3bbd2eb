import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, it } from "vitest";
import { tryFlags } from "./false-alarms.ts";
import { defaultTutorSettings } from "./weights.ts";

function run(decline: number, tutors: number) {
  const generator = xoroshiro128plus(2);
  const trial = { firstSessionsPerWeek: 12, decline, tutors, weeks: 10 };
  return tryFlags(trial, defaultTutorSettings, () => uniformFloat64(generator));
}

it("flags hardly any tutor who has not changed, where the plain rule flags one in ten each week", () => {
  const { ours, plain } = run(0, 150);
  expect(ours.raisedPerWeek).toBeLessThan(0.005);
  expect(plain.shortPerWeek).toBeGreaterThan(0.08);
});

it("finds most tutors who do decline", () => {
  const { found } = run(0.3, 80);
  expect(found.oursShare).toBeGreaterThan(0.6);
  expect(found.oursMedianWeeks).toBeLessThanOrEqual(9);
});
