import { describe, expect, test } from "vitest";
import { dayMs } from "#domain/time/day-ms.ts";
import {
  type BuiltCustomer,
  buildHealthRecords,
  builtAsOfMs,
  steadySessions,
} from "#test/builders/health-records.ts";
import { scoreCustomer } from "./score.ts";
import { defaultHealthSettings, healthSettingsSchema } from "./weights.ts";

const perfect: BuiltCustomer = { firstRating: 5, sessions: steadySessions(3, 89), goals: [{}] };
const aMoment = 1 / dayMs;

function score(customer: BuiltCustomer, asOfMs = builtAsOfMs) {
  return scoreCustomer(buildHealthRecords(customer), asOfMs, defaultHealthSettings);
}

function scored(customer: BuiltCustomer) {
  const { scored: result } = score(customer);
  if (result === null) throw new Error("the customer has no score");
  return result;
}

describe("components", () => {
  test.each<[string, BuiltCustomer, number | null]>([
    ["a rating of 4 is a success", { firstRating: 4, sessions: [5] }, 100],
    ["a rating of 3.5 is not", { firstRating: 3.5, sessions: [5] }, 0],
    ["not rated yet", { firstRating: null, sessions: [5] }, null],
    ["no session yet", {}, null],
  ])("first session: %s", (_name, customer, expected) => {
    expect(scored(customer).components.first_session).toBe(expected);
  });

  test.each<[string, BuiltCustomer, number]>([
    ["none", {}, 0],
    ["three in 30 days", { sessions: [1, 2, 3] }, 35],
    ["nine in 30 days are more than two a week", { sessions: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, 100],
    ["exactly 30 days ago is outside", { sessions: [30] }, 0],
    ["a moment less is inside", { sessions: [30 - aMoment] }, 100 * (7 / 60)],
    ["one in the first three days counts as one in a week", { signedUp: 3, sessions: [1] }, 50],
    ["two in ten days", { signedUp: 10, sessions: [1, 2] }, 70],
    ["two in exactly seven days make the benchmark", { signedUp: 7, sessions: [1, 2] }, 100],
  ])("velocity: %s", (_name, customer, expected) => {
    expect(scored(customer).components.velocity).toBeCloseTo(expected, 6);
  });

  test.each<[string, BuiltCustomer["calls"], number]>([
    ["none", [], 100],
    ["one", [3], 75],
    ["two", [3, 4], 40],
    ["three", [3, 4, 5], 0],
    ["five", [3, 4, 5, 6, 7], 0],
    ["exactly 14 days ago is outside", [14], 100],
    ["a moment less is inside", [14 - aMoment], 75],
  ])("inbound calls: %s", (_name, calls, expected) => {
    expect(scored({ calls }).components.inbound_calls).toBe(expected);
  });

  test.each<[string, BuiltCustomer["goals"], number | null]>([
    ["no goal", [], null],
    ["no primary goal", [{ isPrimary: false }], null],
    ["open", [{}], 100],
    ["completed", [{ created: 50, completed: 5 }], 50],
    ["completed at this very instant", [{ created: 50, completed: 0 }], 50],
    ["to be completed tomorrow", [{ created: 50, completed: -1 }], 100],
    [
      "completed, a newer one exists",
      [
        { created: 50, completed: 5 },
        { created: 4, isPrimary: false },
      ],
      80,
    ],
    [
      "an older one is not newer",
      [
        { created: 50, completed: 5 },
        { created: 60, isPrimary: false },
      ],
      50,
    ],
    [
      "one made tomorrow is not known",
      [
        { created: 50, completed: 5 },
        { created: -1, isPrimary: false },
      ],
      50,
    ],
    ["the newest of several primary goals counts", [{ created: 50, completed: 5 }, { created: 4 }], 100],
    [
      "of the same instant, the higher id is newer",
      [
        { created: 9, completed: 5 },
        { created: 9, isPrimary: false },
      ],
      80,
    ],
  ])("goals: %s", (_name, goals, expected) => {
    expect(scored({ goals }).components.goals).toBe(expected);
  });

  test.each<[string, BuiltCustomer["sessions"], number | null]>([
    ["no session in 90 days", [90], null],
    ["always the same tutor", [1, 2, 50], 100],
    ["three of four", [1, 2, 3, [60, 2]], 75],
    ["two changes in 30 days cost nothing", [1, [2, 2], 3, 4, 5], 80],
    ["four changes cost twenty", [1, [2, 2], 3, [4, 2], 5], 40],
    ["not below 0", [1, [2, 2], [3, 3], [4, 4], [5, 5], [6, 6], [7, 7]], 0],
    ["a change across the edge of 30 days belongs to its later session", [29, [31, 2], [28, 2], 27], 40],
    ["a change from a session before the 90 days counts", [29, [95, 2], [28, 2], 27], (2 / 3) * 100 - 10],
  ])("tutor consistency: %s", (_name, sessions, expected) => {
    const { tutor_consistency: consistency } = scored({ sessions }).components;
    if (expected === null) expect(consistency).toBeNull();
    else expect(consistency).toBeCloseTo(expected, 6);
  });
});

describe("score and tier", () => {
  test("a perfect customer has 100 and thrives", () => {
    expect(scored(perfect)).toMatchObject({ score: 100, tier: "thriving", forcedBy: null, confidence: 1 });
  });

  test("otherwise perfect with two calls: score 88, critical by the calls", () => {
    const result = scored({ ...perfect, calls: [2, 5] });
    expect(result).toMatchObject({ score: 88, tier: "critical", scoreTier: "thriving" });
    expect(result.forcedBy).toEqual({ code: "calls", sinceMs: builtAsOfMs - 2 * dayMs });
  });

  test("otherwise perfect without a session for sixty days: score 75, critical because lapsed", () => {
    const result = scored({ ...perfect, sessions: steadySessions(3, 89).filter((days) => days > 59) });
    expect(result).toMatchObject({ score: 75, tier: "critical", scoreTier: "healthy" });
    expect(result.forcedBy).toEqual({ code: "lapsed", sinceMs: builtAsOfMs });
    expect(result.flags.map(({ code }) => code)).toEqual(["lapsed", "idle", "slow_start"]);
  });

  test("components that are missing scale the others up", () => {
    const result = scored({ signedUp: 2 });
    expect(result.components).toMatchObject({ first_session: null, goals: null, tutor_consistency: null });
    expect(result.score).toBe(44);
    expect(result.confidence).toBeCloseTo(0.45, 12);
    expect(result.tier).toBe("at_risk");
  });

  test.each([
    [0, "critical"],
    [40, "critical"],
    [41, "at_risk"],
    [70, "at_risk"],
    [71, "healthy"],
    [85, "healthy"],
    [86, "thriving"],
    [100, "thriving"],
  ])("a score of %i is %s", (points, tier) => {
    const onlyCalls = { first_session: 0, velocity: 0, inbound_calls: 1, goals: 0, tutor_consistency: 0 };
    const settings = {
      ...defaultHealthSettings,
      weights: onlyCalls,
      calls: { windowDays: 14, scores: [points] },
    };
    const result = scoreCustomer(buildHealthRecords({ signedUp: 1 }), builtAsOfMs, settings);
    expect(result.scored).toMatchObject({ score: points, tier });
  });

  test("halves round up, also where floating point falls short of them", () => {
    const weights = { first_session: 0, velocity: 30, inbound_calls: 30, goals: 0, tutor_consistency: 0 };
    const settings = { ...defaultHealthSettings, weights };
    // velocity 0 and one call: (0 + 75) ÷ 2 = 37.5
    expect(scoreCustomer(buildHealthRecords({ calls: [1] }), builtAsOfMs, settings).scored?.score).toBe(38);
  });
});

describe("the ladder", () => {
  const idle = { ...perfect, sessions: steadySessions(3, 89).filter((days) => days >= 21) };

  test.each<[string, BuiltCustomer, string | null]>([
    ["idle for exactly 21 days", idle, "idle"],
    ["a moment less", { ...idle, sessions: [...(idle.sessions ?? []), 21 - aMoment] }, null],
    ["idle with a session booked", { ...idle, booked: true }, null],
    ["never a session, signed up 60 days ago", { ...perfect, sessions: [], signedUp: 60 }, "lapsed"],
    ["never a session, signed up 21 days ago", { firstRating: null, signedUp: 21, goals: [{}] }, null],
    ["goal completed 30 days ago, none new", { ...perfect, goals: [{ completed: 30 }] }, "goal"],
    ["goal completed a moment later", { ...perfect, goals: [{ completed: 30 - aMoment }] }, null],
    [
      "goal completed 40 days ago, a new one set",
      { ...perfect, goals: [{ completed: 40 }, { created: 3, isPrimary: false }] },
      null,
    ],
    ["calls stand above all", { ...idle, calls: [1, 2], goals: [{ completed: 40 }] }, "calls"],
  ])("%s", (_name, customer, forcedBy) => {
    expect(scored(customer).forcedBy?.code ?? null).toBe(forcedBy);
  });

  test("forces nothing where the score's own tier is no better", () => {
    const result = scored({ signedUp: 100, firstRating: 1, sessions: [99], calls: [1, 2, 3] });
    expect(result).toMatchObject({ tier: "critical", scoreTier: "critical", forcedBy: null });
    expect(result.flags.map(({ code }) => code)).toEqual([
      "calls",
      "lapsed",
      "idle",
      "slow_start",
      "low_first_rating",
    ]);
  });

  test.each<[string, number[], number | null]>([
    ["one call", [3], null],
    ["two calls", [3, 9], 3],
    ["a chain of calls that never lets go", [3, 9, 15, 20], 15],
    ["a gap of more than 14 days before", [3, 9, 24, 25], 3],
    ["the window lets one go as the next comes", [3, 10, 17], 10],
    ["a moment later it has let go", [3 - aMoment, 10, 17], 3 - aMoment],
    ["two pairs that take turns in one instant", [3, 3, 17, 17], 17],
  ])("calls count since: %s", (_name, calls, sinceDays) => {
    const flag = scored({ calls }).flags.find(({ code }) => code === "calls");
    expect(flag?.sinceMs ?? null).toBe(
      sinceDays === null ? null : builtAsOfMs - Math.round(sinceDays * dayMs),
    );
  });
});

describe("nudges", () => {
  test.each<[string, BuiltCustomer, boolean]>([
    ["two sessions by day 7", { signedUp: 8, sessions: [2, 4] }, true],
    ["three sessions by day 7", { signedUp: 8, sessions: [1, 2, 4] }, false],
    ["the third at the end of day 7 itself", { signedUp: 8, sessions: [1, 2, 3] }, false],
    ["the third a moment later", { signedUp: 8, sessions: [1 - aMoment, 2, 3] }, true],
    ["day 7 is not over", { signedUp: 7 - aMoment }, false],
    ["day 7 is just over", { signedUp: 7 }, true],
  ])("slow start: %s", (_name, customer, expected) => {
    expect(scored(customer).flags.some(({ code }) => code === "slow_start")).toBe(expected);
  });

  test.each([
    [2.5, true],
    [3, false],
  ])("a first rating of %d", (firstRating, expected) => {
    const { flags } = scored({ firstRating, sessions: [1, 2, 3] });
    expect(flags.some(({ code }) => code === "low_first_rating")).toBe(expected);
  });
});

describe("customers without a score", () => {
  test.each<[string, BuiltCustomer, string | null]>([
    ["removed", { deleted: 1, status: "paused" }, "removed"],
    ["removed at this instant", { deleted: 0 }, "removed"],
    ["removed later", { deleted: -1 }, null],
    ["paused", { status: "paused" }, "paused"],
    ["closed", { status: "closed" }, "closed"],
    ["signs up tomorrow", { signedUp: -1 }, "not_signed_up"],
    ["signed up this instant", { signedUp: 0 }, null],
  ])("%s", (_name, customer, reason) => {
    expect(score(customer).unscoredReason).toBe(reason);
  });
});

describe("the next instant of change", () => {
  test.each<[string, BuiltCustomer, number | null]>([
    ["a call turns 14 days old", { ...perfect, sessions: [30, 90], booked: true, calls: [13.5] }, 0.5],
    ["a session turns 30 days old", { ...perfect, sessions: [29.5] }, 0.5],
    ["a session turns 90 days old", { ...perfect, sessions: [89.5, 29, 5] }, 0.5],
    ["21 days without a session", { ...perfect, sessions: [20.75] }, 0.25],
    ["60 days without a session", { ...perfect, sessions: [59.75] }, 0.25],
    ["30 days since the goal", { ...perfect, sessions: [10], goals: [{ completed: 29.9 }] }, 0.1],
    ["the week after signup", { signedUp: 6.5 }, 0.5],
    ["the end of saturation", { signedUp: 10, sessions: [0, 1, 2, 3] }, 4],
    ["every moment, once it has ended", { signedUp: 16, sessions: [0, 1, 2, 3] }, -2],
    ["a customer of long ago in whom nothing moves", { sessions: [200] }, null],
    ["the day on which a paused one signs up", { status: "paused", signedUp: -3 }, 3],
  ])("%s", (_name, customer, inDays) => {
    const { nextChangeAtMs } = score(customer);
    expect(nextChangeAtMs).toBe(inDays === null ? null : builtAsOfMs + Math.round(inDays * dayMs));
  });
});

describe("settings", () => {
  test("the defaults are valid", () => {
    expect(healthSettingsSchema.parse(defaultHealthSettings)).toEqual(defaultHealthSettings);
  });

  test.each([
    [
      "weights that leave some customers without any",
      { weights: { ...defaultHealthSettings.weights, velocity: 0, inbound_calls: 0 } },
    ],
    ["tiers that do not rise", { tiers: { criticalUpTo: 80, atRiskUpTo: 70, healthyUpTo: 85 } }],
    [
      "a least age beyond the window",
      { velocity: { benchmarkPerWeek: 2, windowDays: 30, minimumAgeDays: 31 } },
    ],
  ])("refuses %s", (_name, part) => {
    expect(healthSettingsSchema.safeParse({ ...defaultHealthSettings, ...part }).success).toBe(false);
  });
});
