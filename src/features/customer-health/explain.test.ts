import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BuiltCustomer,
  buildHealthRecords,
  builtAsOfMs,
  steadySessions,
} from "#test/builders/health-records.ts";
import { type ComponentScores, componentNames, weightedMean } from "./component-scores.ts";
import { causesText, explainChange, type HealthState, healthState } from "./explain.ts";
import { scoreCustomer } from "./score.ts";
import { defaultHealthSettings, type HealthSettings } from "./weights.ts";

const perfect: BuiltCustomer = { firstRating: 5, sessions: steadySessions(3, 89), goals: [{}] };

function stateOf(customer: BuiltCustomer, settings = defaultHealthSettings, version = 1): HealthState {
  return healthState(
    scoreCustomer(buildHealthRecords(customer), builtAsOfMs, settings),
    builtAsOfMs,
    version,
  );
}

function causesBetween(before: BuiltCustomer, after: BuiltCustomer) {
  return explainChange(stateOf(before), stateOf(after), defaultHealthSettings);
}

describe("what changed", () => {
  test("two billing calls cost twelve points and force the tier", () => {
    const causes = causesBetween(perfect, { ...perfect, calls: [1, 2] });
    expect(causes).toEqual([
      {
        component: "inbound_calls",
        points: -12,
        text: "2 billing calls",
        records: [
          { resource: "calls", id: 1 },
          { resource: "calls", id: 2 },
        ],
      },
      { component: "tier", points: 0, text: "critical: 2 calls in 14 days; score 88", records: [] },
    ]);
    expect(causesText(causes)).toBe("−12: 2 billing calls −12, critical: 2 calls in 14 days; score 88");
  });

  test.each<[string, BuiltCustomer, BuiltCustomer, string]>([
    [
      "a first rating",
      { ...perfect, firstRating: null },
      { ...perfect, firstRating: 2 },
      "a rating of 2 for the first session",
    ],
    [
      "a rating corrected",
      perfect,
      { ...perfect, firstRating: 3.5 },
      "the first session's rating went from 5 to 3.5",
    ],
    [
      "a rating taken back",
      { ...perfect, firstRating: 1 },
      { ...perfect, firstRating: null },
      "the first session's rating was taken back",
    ],
    [
      "a goal completed",
      perfect,
      { ...perfect, goals: [{ completed: 1 }] },
      "the primary goal was completed",
    ],
    [
      "a goal opened again",
      { ...perfect, goals: [{ completed: 1 }] },
      perfect,
      "the primary goal was opened again",
    ],
    [
      "a newer goal",
      { ...perfect, goals: [{ completed: 1 }] },
      { ...perfect, goals: [{ completed: 1 }, { created: 0, isPrimary: false }] },
      "a newer goal was set",
    ],
    ["the last call leaves", { ...perfect, calls: [1] }, perfect, "1 call no longer in the last 14 days"],
    [
      "fewer sessions",
      { ...perfect, sessions: [1, 2] },
      { ...perfect, sessions: [1] },
      "1 session no longer in the last 30 days",
    ],
    ["paused", perfect, { ...perfect, status: "paused" }, "no score: paused"],
    ["active again", { ...perfect, status: "paused" }, perfect, "has a score again"],
    [
      "forced no more",
      { ...perfect, calls: [1, 2] },
      perfect,
      "no longer forced by calls; thriving: score 100",
    ],
  ])("%s", (_name, before, after, text) => {
    expect(causesBetween(before, after).map((cause) => cause.text)).toContain(text);
  });

  test("says nothing where nothing moved", () => {
    expect(causesBetween(perfect, perfect)).toEqual([]);
  });

  test("other weights come as one cause of their own", () => {
    const weights = { ...defaultHealthSettings.weights, velocity: 75 };
    const settings = { ...defaultHealthSettings, weights };
    const customer = { ...perfect, sessions: [1, 2, 3] };
    const causes = explainChange(
      stateOf(customer),
      stateOf(customer, settings, 2),
      settings,
      defaultHealthSettings,
    );
    expect(causes.map(({ component }) => component)).toEqual(["settings"]);
    expect(causes[0]?.points).toBeCloseTo(-((65 * 75) / 150 - (65 * 25) / 100), 9);
  });
});

test("the points of all causes add up to the difference of the means", () => {
  const always = fc.double({ min: 0, max: 100, noNaN: true });
  const components: fc.Arbitrary<ComponentScores> = fc.record({
    first_session: fc.option(always),
    velocity: always,
    inbound_calls: always,
    goals: fc.option(always),
    tutor_consistency: fc.option(always),
  });
  fc.assert(
    fc.property(components, components, (before, after) => {
      const causes = explainChange(withComponents(before), withComponents(after), defaultHealthSettings);
      const total = causes.reduce((sum, { points }) => sum + points, 0);
      const difference = mean(after, defaultHealthSettings) - mean(before, defaultHealthSettings);
      // Each of the five components may be left out where it moved by less than a billionth of a point.
      expect(Math.abs(total - difference)).toBeLessThan(componentNames.length * 1e-9);
    }),
  );
});

function withComponents(components: ComponentScores): HealthState {
  const state = stateOf(perfect);
  return { ...state, scored: state.scored && { ...state.scored, components } };
}

function mean(components: ComponentScores, { weights }: HealthSettings): number {
  return weightedMean(components, weights).mean;
}
