import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { centsAtRisk, expectedEffect } from "./effect.ts";
import { offerChannel } from "./permission.ts";
import type { CustomerSituation } from "./situation.ts";
import { suggestAction } from "./suggest.ts";
import { interventionSettingsSchema, defaultInterventionSettings as settings } from "./weights.ts";

const asOfMs = Date.parse("2026-05-04T15:00:00Z");
const daysAgo = (days: number) => asOfMs - days * 86_400_000;

const quiet: CustomerSituation = {
  tier: "at_risk",
  monthlySpendCents: 24_000,
  reasons: [],
  flags: [],
  callReasons: [],
  tutorChanges: 0,
  isGoalOpenEnded: false,
};

const velocity = {
  component: "velocity" as const,
  points: 18.8,
  score: 25,
  text: "2 completed sessions in the last 30 days: 0.5 a week against 2",
};
const calls = {
  component: "inbound_calls" as const,
  points: 12,
  score: 40,
  text: "2 calls in the last 14 days (billing, tutor_complaint)",
};
const twoCalls = { code: "calls", text: "2 calls in 14 days", sinceMs: daysAgo(1) };

const cases: [string, CustomerSituation][] = [
  [
    "two calls about the tutor",
    {
      ...quiet,
      tier: "critical",
      reasons: [calls],
      flags: [twoCalls],
      callReasons: ["tutor_complaint", "tutor_complaint"],
    },
  ],
  [
    "two calls, one about the tutor, and lapsed",
    {
      ...quiet,
      tier: "critical",
      reasons: [calls],
      flags: [
        twoCalls,
        { code: "lapsed", text: "no completed session for 70 days and none booked", sinceMs: daysAgo(10) },
      ],
      callReasons: ["billing", "tutor_complaint"],
    },
  ],
  [
    "two calls about billing",
    { ...quiet, tier: "critical", reasons: [calls], flags: [twoCalls], callReasons: ["billing", "billing"] },
  ],
  [
    "calls about two things",
    {
      ...quiet,
      tier: "critical",
      reasons: [calls],
      flags: [twoCalls],
      callReasons: ["billing", "technical"],
    },
  ],
  [
    "one call about the tutor",
    {
      ...quiet,
      reasons: [{ ...calls, points: 5, score: 75, text: "1 call in the last 14 days (tutor_complaint)" }],
      callReasons: ["tutor_complaint"],
    },
  ],
  [
    "lapsed",
    {
      ...quiet,
      tier: "critical",
      reasons: [{ ...velocity, points: 25, score: 0 }],
      flags: [
        { code: "lapsed", text: "no completed session for 61 days and none booked", sinceMs: daysAgo(1) },
      ],
    },
  ],
  [
    "idle",
    {
      ...quiet,
      reasons: [velocity],
      flags: [
        { code: "idle", text: "no completed session for 22 days and none booked", sinceMs: daysAgo(1) },
      ],
    },
  ],
  [
    "low first rating, last week",
    {
      ...quiet,
      tier: "healthy",
      reasons: [velocity],
      flags: [{ code: "low_first_rating", text: "first session rated 2", sinceMs: daysAgo(5) }],
    },
  ],
  [
    "low first rating, a year ago",
    {
      ...quiet,
      reasons: [velocity],
      flags: [{ code: "low_first_rating", text: "first session rated 2", sinceMs: daysAgo(365) }],
    },
  ],
  [
    "slow start",
    {
      ...quiet,
      reasons: [velocity],
      flags: [{ code: "slow_start", text: "1 of 3 sessions by day 7 after signup", sinceMs: daysAgo(2) }],
    },
  ],
  [
    "changing tutors",
    {
      ...quiet,
      tutorChanges: 5,
      reasons: [
        {
          component: "tutor_consistency",
          points: 8,
          score: 20,
          text: "4 of 8 sessions in the last 90 days with the same tutor; 5 changes of tutor",
        },
      ],
    },
  ],
  [
    "goal reached",
    {
      ...quiet,
      tier: "healthy",
      isGoalOpenEnded: true,
      reasons: [
        {
          component: "goals",
          points: 7.5,
          score: 50,
          text: "The primary goal is completed and no new one is set",
        },
      ],
    },
  ],
  [
    "goal reached long ago",
    {
      ...quiet,
      isGoalOpenEnded: true,
      reasons: [{ component: "goals", points: 7.5, score: 50, text: "x" }],
      flags: [{ code: "goal", text: "goal completed and no new one for 30 days", sinceMs: daysAgo(3) }],
    },
  ],
  ["few sessions", { ...quiet, reasons: [velocity] }],
  [
    "fewer sessions than the benchmark",
    {
      ...quiet,
      reasons: [{ ...velocity, points: 10.5, score: 58, text: "5 completed sessions in the last 30 days" }],
    },
  ],
  [
    "only the first session was poor",
    {
      ...quiet,
      reasons: [
        {
          component: "first_session",
          points: 30,
          score: 0,
          text: "The first session was rated 3; 4 or more is a success",
        },
      ],
    },
  ],
  ["thriving", { ...quiet, tier: "thriving" }],
  ["without a score", { ...quiet, tier: null }],
];

describe("suggestAction", () => {
  it("suggests what golden/suggestions.txt says", async () => {
    const lines = cases.map(([name, customer]) => `${name}: ${inWords(customer)}`);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/suggestions.txt");
  });

  it("never promises more points than the component costs, nor fewer than none", () => {
    const situation = fc.record({
      points: fc.double({ min: 0, max: 100, noNaN: true }),
      score: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(
        situation,
        fc.constantFrom("velocity" as const, "inbound_calls" as const, "goals" as const),
        ({ points, score }, component) => {
          const effect = expectedEffect(
            { reasons: [{ component, points, score, text: "" }] },
            component,
            settings,
          );
          expect(effect?.points).toBeGreaterThanOrEqual(0);
          expect(effect?.points).toBeLessThanOrEqual(points + 0.05);
        },
      ),
    );
  });
});

describe("centsAtRisk", () => {
  it("is spending by months by the chance of leaving", () => {
    expect(centsAtRisk(10_000, "critical", settings)).toBe(30_000);
    expect(centsAtRisk(10_000, "at_risk", settings)).toBe(15_000);
    expect(centsAtRisk(null, "critical", settings)).toBeNull();
    expect(centsAtRisk(10_000, null, settings)).toBeNull();
  });
});

describe("offerChannel", () => {
  const yes = { isAllowed: true } as const;
  const never = { isAllowed: false, why: "", fromMs: null, mayInsist: false } as const;
  const later = { isAllowed: false, why: "", fromMs: 1, mayInsist: true } as const;
  it.each([
    ["allowed", "today", { phone: yes, email: yes, task: yes }, "phone"],
    ["without consent", "today", { phone: never, email: yes, task: yes }, "email"],
    ["without any consent", "today", { phone: never, email: never, task: yes }, "task"],
    ["at night, urgent", "today", { phone: later, email: yes, task: yes }, "email"],
    ["at night, not urgent", "this_week", { phone: later, email: yes, task: yes }, "phone"],
    ["at night, urgent, no mail", "today", { phone: later, email: never, task: yes }, "phone"],
    ["removed", "today", { phone: never, email: never, task: never }, null],
  ] as const)("%s, %s", (_name, urgency, permissions, channel) => {
    expect(offerChannel("phone", urgency, permissions)).toBe(channel);
  });
});

it("the defaults are settings", () => {
  expect(interventionSettingsSchema.parse(settings)).toEqual(settings);
  expect(interventionSettingsSchema.safeParse({ ...settings, callHours: { from: 20, to: 8 } }).success).toBe(
    false,
  );
});

function inWords(customer: CustomerSituation): string {
  const suggestion = suggestAction(customer, asOfMs, settings);
  if (suggestion === null) return "nothing";
  const { rule, title, action, channel, urgency, why, effect, centsAtRisk: cents } = suggestion;
  const gain = effect === null ? "" : `; +${effect.points} ${effect.assumption}`;
  return `[${rule}] ${title} (${action} by ${channel}, ${urgency}). ${why}${gain}; ${cents} cents at risk`;
}
