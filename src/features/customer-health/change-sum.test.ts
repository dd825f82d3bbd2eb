import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/time/day-ms.ts";
import { changeSumText, type HistoryPoint, sumChanges } from "./change-sum.ts";
import type { ComponentScores } from "./component-scores.ts";
import { weightedMean } from "./component-scores.ts";
import type { HealthCause } from "./explain.ts";
import { mergeTexts } from "./merge-texts.ts";
import { defaultHealthSettings, type HealthSettings } from "./weights.ts";
import { wholePoints } from "./whole-points.ts";

const heavierCalls: HealthSettings = {
  ...defaultHealthSettings,
  weights: { ...defaultHealthSettings.weights, inbound_calls: 60 },
};
const settingsOf = (version: number) => (version === 2 ? heavierCalls : defaultHealthSettings);

const perfect: ComponentScores = {
  first_session: 100,
  velocity: 100,
  inbound_calls: 100,
  goals: 100,
  tutor_consistency: 100,
};

function point(day: number, components: ComponentScores, more: Partial<HistoryPoint> = {}): HistoryPoint {
  const version = more.settingsVersion ?? 1;
  const { mean } = weightedMean(components, settingsOf(version).weights);
  return {
    asOf: new Date(day * dayMs),
    score: Math.floor(mean + 0.5 + 1e-9),
    tier: "healthy",
    unscoredReason: null,
    settingsVersion: version,
    components,
    causes: [],
    ...more,
  };
}

const cause = (
  component: HealthCause["component"],
  points: number,
  text: string,
  id: number,
): HealthCause => ({
  component,
  points,
  text,
  records: component === "inbound_calls" ? [{ resource: "calls", id }] : [],
});

const oneCall = { ...perfect, inbound_calls: 75 };
const twoCalls = { ...perfect, inbound_calls: 40 };

describe("the change between two instants", () => {
  test("adds up what several changes did, with the records behind", () => {
    const sum = sumChanges(
      point(0, perfect),
      [
        point(1, oneCall, { causes: [cause("inbound_calls", -5, "1 billing call", 1)] }),
        point(2, twoCalls, { causes: [cause("inbound_calls", -7, "1 billing call", 2)] }),
        point(
          3,
          { ...twoCalls, first_session: 0 },
          { causes: [cause("first_session", -30, "a rating of 2", 0)] },
        ),
      ],
      settingsOf,
    );
    expect(sum).toMatchObject({ scoreFrom: 100, scoreTo: 58, points: -42 });
    expect(sum.parts.map(({ component, points, text }) => [component, points, text])).toEqual([
      ["first_session", -30, "a rating of 2"],
      ["inbound_calls", -12, "2 billing calls"],
    ]);
    expect(sum.parts[1]?.records.map(({ id }) => id)).toEqual([1, 2]);
    expect(changeSumText(sum)).toBe("−42: a rating of 2 −30, 2 billing calls −12");
  });

  test("names a change of the settings as a cause of its own", () => {
    const sum = sumChanges(point(0, twoCalls), [point(1, twoCalls, { settingsVersion: 2 })], settingsOf);
    expect(sum.parts).toEqual([
      {
        component: "settings",
        points: sum.points,
        text: "version 2 of the settings in place of 1",
        records: [],
      },
    ]);
    expect(sum.points).toBeLessThan(0);
  });

  test("parts what the settings did from what the records did at the same time", () => {
    const recorded = cause("first_session", -21.4, "a rating of 2", 0);
    const after = point(1, { ...twoCalls, first_session: 0 }, { settingsVersion: 2, causes: [recorded] });
    const sum = sumChanges(point(0, twoCalls), [after], settingsOf);
    expect(sum.parts.map(({ component }) => component).sort()).toEqual(["first_session", "settings"]);
    expect(sum.parts.reduce((total, { points }) => total + points, 0)).toBe(sum.points);
  });

  test("says where there is nothing to add up", () => {
    expect(changeSumText(sumChanges(null, [], settingsOf))).toBe("no score");
    expect(changeSumText(sumChanges(null, [point(1, perfect)], settingsOf))).toBe(
      "100 of 100; there was no score before",
    );
    const paused = point(2, perfect, { score: null, tier: null, unscoredReason: "paused" });
    expect(changeSumText(sumChanges(point(1, perfect), [paused], settingsOf))).toBe("no score: paused");
    expect(changeSumText(sumChanges(point(1, perfect), [], settingsOf))).toBe("unchanged at 100");
    const back = sumChanges(point(1, perfect), [paused, point(3, oneCall)], settingsOf);
    expect(back.parts).toMatchObject([{ component: "inbound_calls", points: -5, text: "calls" }]);
  });
});

const always = fc.double({ min: 0, max: 100, noNaN: true });
const maybe = fc.option(always);
const components: fc.Arbitrary<ComponentScores> = fc.record({
  first_session: maybe,
  velocity: always,
  inbound_calls: always,
  goals: maybe,
  tutor_consistency: maybe,
});
const causes = fc.array(
  fc.record({
    component: fc.constantFrom(
      "velocity" as const,
      "inbound_calls" as const,
      "tier" as const,
      "status" as const,
    ),
    points: fc.double({ min: -20, max: 20, noNaN: true }),
    text: fc.constantFrom("1 billing call", "2 more completed sessions", "critical"),
    records: fc.constant<HealthCause["records"]>([]),
  }),
  { maxLength: 3 },
);
const historyPoint = fc
  .tuple(components, fc.constantFrom(1, 1, 1, 2), fc.boolean(), fc.integer({ min: 0, max: 9 }), causes)
  .map(([scores, settingsVersion, isGap, at, said]) =>
    point(at, scores, {
      settingsVersion,
      causes: said,
      ...(isGap && at === 0 ? { score: null, tier: null, unscoredReason: "paused" } : {}),
    }),
  );

test("the points add up to the difference of the two scores, whatever happened between", () => {
  fc.assert(
    fc.property(historyPoint, fc.array(historyPoint, { maxLength: 12 }), (start, changes) => {
      const sum = sumChanges(start, changes, settingsOf);
      const last = changes.at(-1) ?? start;
      expect([sum.scoreFrom, sum.scoreTo]).toEqual([start.score, last.score]);
      if (start.score === null || last.score === null) {
        expect(sum.points).toBeNull();
        return;
      }
      expect(sum.points).toBe(last.score - start.score);
      const total = sum.parts.reduce((added, { points }) => added + points, 0);
      expect(total).toBe(last.score - start.score);
      for (const { points } of sum.parts) expect(Number.isInteger(points)).toBe(true);
      const versions = new Set([start, ...changes].map(({ settingsVersion }) => settingsVersion));
      if (versions.size === 1) expect(sum.parts.map(({ component }) => component)).not.toContain("settings");
    }),
    { numRuns: 500 },
  );
});

test("whole points stay within one of the exact ones and add up", () => {
  expect(wholePoints([-14.6, -2.7, -0.4], -18)).toEqual([-15, -3, 0]);
  expect(wholePoints([], 0)).toEqual([]);
});

test.each([
  [["1 billing call", "1 billing call"], "2 billing calls"],
  [["1 billing call", "2 technical calls"], "1 billing call, 2 technical calls"],
  [
    ["1 more completed session, 2 sessions no longer in the last 30 days", "2 more completed sessions"],
    "3 more completed sessions, 2 sessions no longer in the last 30 days",
  ],
  [
    [
      "4 of 6 sessions with the same tutor; before: 3 of 5",
      "5 of 7 sessions with the same tutor; before: 4 of 6",
    ],
    "5 of 7 sessions with the same tutor",
  ],
  [
    ["no further session by day 9 after signup", "no further session by day 9.5 after signup"],
    "no further session by day 9.5 after signup",
  ],
  [["the primary goal was completed"], "the primary goal was completed"],
])("%j are told as %s", (texts, expected) => {
  expect(mergeTexts(texts)).toBe(expected);
});
