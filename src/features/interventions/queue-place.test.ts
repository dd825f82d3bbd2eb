import { describe, expect, it } from "vitest";
import { dayMs } from "#domain/time/day-ms.ts";
import { type QueueFacts, queueStretches } from "./queue-place.ts";
import type { HealthSituation } from "./situation.ts";
import { defaultInterventionSettings } from "./weights.ts";

const asOfMs = Date.parse("2026-03-02T16:00:00Z");
const inDays = (days: number) => new Date(asOfMs + days * dayMs);

const facts = (part: Partial<QueueFacts> = {}): QueueFacts => ({
  customer_id: 1,
  tier: "at_risk",
  score: 60,
  forced_since: null,
  monthly_spend_cents: 10_000,
  snoozed_until: null,
  is_planned: false,
  due_at: null,
  done_at: null,
  ...part,
});

const flagged = (...flags: [code: string, days: number][]): HealthSituation => ({
  reasons: [{ component: "velocity", points: 3, score: 88, text: "7 sessions" }],
  flags: flags.map(([code, days]) => ({ code, text: code, sinceMs: inDays(days).getTime() })),
  callReasons: [],
  tutorChanges: 0,
  isGoalOpenEnded: false,
});

const stretchesOf = (part: Partial<QueueFacts>, situation = flagged()) =>
  queueStretches(facts(part), situation, asOfMs, defaultInterventionSettings);

const spans = (part: Partial<QueueFacts>) =>
  stretchesOf(part).map(({ fromMs, untilMs }) => [(fromMs - asOfMs) / dayMs, (untilMs - asOfMs) / dayMs]);

const always = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]];
const from = (days: number) => [[days, Number.POSITIVE_INFINITY]];

describe("when a customer waits", () => {
  it.each([
    ["at risk: at once", {}, always],
    ["healthy: not", { tier: "healthy" as const }, []],
    [
      "healthy, with something planned: when it is due",
      { tier: "healthy" as const, is_planned: true, due_at: inDays(2) },
      from(2),
    ],
    ["planned without a date: not", { is_planned: true }, []],
    [
      "planned, and done before: when it is due",
      { is_planned: true, due_at: inDays(1), done_at: inDays(-1) },
      from(1),
    ],
    ["planned and due by now: at once", { is_planned: true, due_at: inDays(0), done_at: inDays(-1) }, always],
    ["done: after the days of rest", { done_at: inDays(-2) }, from(5)],
    ["done and forced after it: at once", { done_at: inDays(-2), forced_since: inDays(-1) }, always],
    ["forced before it was done: after the rest", { done_at: inDays(-2), forced_since: inDays(-2) }, from(5)],
    ["done long ago: at once", { done_at: inDays(-7) }, always],
    ["put off: from then on", { snoozed_until: inDays(3) }, from(3)],
    ["put off for longer than the rest", { snoozed_until: inDays(9), done_at: inDays(-2) }, from(9)],
    ["put off for less than the rest", { snoozed_until: inDays(1), done_at: inDays(-2) }, from(5)],
  ])("%s", (_what, part, expected) => {
    expect(spans(part)).toEqual(expected);
  });
});

describe("at which place", () => {
  const rankOf = (part: Partial<QueueFacts>, situation?: HealthSituation) => {
    const [first] = stretchesOf(part, situation);
    if (first === undefined) throw new Error("does not wait");
    return [first.centsRank, first.urgencyRank, first.scoreRank];
  };

  it("money first, then urgency, then score", () => {
    expect(rankOf({})).toEqual([-15_000, 2, 60]);
    expect(rankOf({ tier: "critical" })).toEqual([-30_000, 2, 60]);
    expect(rankOf({}, flagged(["calls", -1]))).toEqual([-15_000, 0, 60]);
    expect(rankOf({}, flagged(["lapsed", -1]))).toEqual([-15_000, 1, 60]);
    expect(rankOf({ monthly_spend_cents: null })).toEqual([Number.MAX_SAFE_INTEGER, 2, 60]);
  });

  it("who has neither score nor suggestion comes after who has", () => {
    expect(rankOf({ tier: null, score: null, is_planned: true, due_at: inDays(0) })).toEqual([
      Number.MAX_SAFE_INTEGER,
      3,
      101,
    ]);
  });

  it("a nudge holds to the end of its days; what follows has its own stretch", () => {
    const situation = flagged(["low_first_rating", -20], ["slow_start", -25]);
    const stretches = stretchesOf({ snoozed_until: inDays(1) }, situation);
    expect(stretches.map(({ fromMs, untilMs, urgencyRank }) => [fromMs, untilMs, urgencyRank])).toEqual([
      [inDays(1).getTime(), inDays(10).getTime() + 1, 0],
      [inDays(10).getTime() + 1, Number.POSITIVE_INFINITY, 2],
    ]);
  });

  it("stretches of the same urgency are one", () => {
    expect(
      stretchesOf({}, flagged(["calls", -1], ["slow_start", -5], ["low_first_rating", -3])),
    ).toHaveLength(1);
  });
});
