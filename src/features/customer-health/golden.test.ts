import { hash } from "node:crypto";
import { expect, test } from "vitest";
import {
  type BuiltCustomer,
  buildHealthRecords,
  builtAsOfMs,
  steadySessions,
} from "#test/builders/health-records.ts";
import { componentNames } from "./component-scores.ts";
import type { Tier } from "./ladder.ts";
import { formulaVersion, scoreCustomer } from "./score.ts";
import { defaultHealthSettings } from "./weights.ts";
import { decimal } from "./wording.ts";

const weekly = steadySessions(7, 89);
const twiceWeekly = steadySessions(3.5, 89);
const everyOtherWeek = steadySessions(14, 89);
const lively: BuiltCustomer = {
  signedUp: 89.5,
  firstRating: 5,
  sessions: [89, 88, ...twiceWeekly],
  goals: [{ created: 89 }],
};
const alternating: [number, number][] = steadySessions(4, 60).map((days, index) => [days, 1 + (index % 2)]);

/** Customers as operators know them, and the tier that a person gives them by reading the specification. */
const customers: [name: string, tier: Tier | null, customer: BuiltCustomer][] = [
  ["twice a week, a goal, five stars", "thriving", lively],
  ["twice a week, first session not rated", "thriving", { ...lively, firstRating: null }],
  ["twice a week, no goal", "thriving", { ...lively, goals: [] }],
  ["twice a week, first rating 4", "thriving", { ...lively, firstRating: 4 }],
  ["twice a week, first rating 3.5", "at_risk", { ...lively, firstRating: 3.5 }],
  ["twice a week, first rating 1", "at_risk", { ...lively, firstRating: 1 }],
  ["once a week, otherwise well", "thriving", { ...lively, sessions: weekly }],
  ["every other week, otherwise well", "healthy", { ...lively, sessions: everyOtherWeek }],
  ["once a week, first rating 2", "at_risk", { ...lively, sessions: weekly, firstRating: 2 }],
  ["every other week, first rating 2", "at_risk", { ...lively, sessions: everyOtherWeek, firstRating: 2 }],
  ["one call", "thriving", { ...lively, calls: [5] }],
  ["two calls", "critical", { ...lively, calls: [5, 6] }],
  ["two calls, the older one a fortnight ago", "thriving", { ...lively, calls: [5, 14] }],
  ["three calls", "critical", { ...lively, calls: [1, 5, 6] }],
  ["once a week and one call", "healthy", { ...lively, sessions: weekly, calls: [[5, "scheduling"]] }],
  [
    "once a week, one call, first rating 2",
    "at_risk",
    { ...lively, sessions: weekly, calls: [5], firstRating: 2 },
  ],
  ["goal completed last week", "thriving", { ...lively, goals: [{ completed: 7 }] }],
  [
    "goal completed last week, once a week",
    "healthy",
    { ...lively, sessions: weekly, goals: [{ completed: 7 }] },
  ],
  ["goal completed six weeks ago, none new", "at_risk", { ...lively, goals: [{ completed: 42 }] }],
  [
    "goal completed six weeks ago, the next one set",
    "thriving",
    { ...lively, goals: [{ completed: 42 }, { created: 40, isPrimary: false }] },
  ],
  [
    "goal completed six weeks ago, a new primary one",
    "thriving",
    { ...lively, goals: [{ completed: 42 }, { created: 40 }] },
  ],
  ["two tutors in turns", "thriving", { ...lively, sessions: alternating }],
  ["two tutors in turns, no goal, not rated", "healthy", { sessions: alternating }],
  [
    "a new tutor since a week",
    "thriving",
    { ...lively, sessions: twiceWeekly.map((days) => (days < 7 ? [days, 2] : days)) },
  ],
  [
    "last session three weeks ago, none booked",
    "at_risk",
    { ...lively, sessions: weekly.filter((days) => days >= 21) },
  ],
  [
    "last session three weeks ago, one booked",
    "healthy",
    { ...lively, sessions: weekly.filter((days) => days >= 21), booked: true },
  ],
  [
    "last session twenty days ago",
    "healthy",
    { ...lively, sessions: [20, ...weekly.filter((days) => days > 20)] },
  ],
  [
    "last session two months ago, none booked",
    "critical",
    { ...lively, sessions: weekly.filter((days) => days >= 60) },
  ],
  [
    "last session two months ago, one booked",
    "healthy",
    { ...lively, sessions: weekly.filter((days) => days >= 60), booked: true },
  ],
  ["last session four months ago", "critical", { ...lively, sessions: [120, 127, 134] }],
  ["signed up yesterday, nothing yet", "at_risk", { signedUp: 1 }],
  ["signed up yesterday, a goal", "at_risk", { signedUp: 1, goals: [{ created: 1 }] }],
  [
    "signed up five days ago, two sessions",
    "thriving",
    { signedUp: 5, sessions: [1, 4], firstRating: 5, goals: [{ created: 5 }] },
  ],
  ["signed up five days ago, one session rated 2", "at_risk", { signedUp: 5, sessions: [3], firstRating: 2 }],
  [
    "signed up ten days ago, one session",
    "healthy",
    { signedUp: 10, sessions: [8], firstRating: 5, goals: [{ created: 10 }] },
  ],
  ["signed up three weeks ago, never a session", "at_risk", { signedUp: 21 }],
  ["signed up two months ago, never a session", "critical", { signedUp: 60 }],
  [
    "everything is wrong",
    "critical",
    { firstRating: 1, sessions: [100], calls: [1, 2, 3], goals: [{ completed: 50 }] },
  ],
  ["paused", null, { ...lively, status: "paused" }],
  ["closed", null, { ...lively, status: "closed" }],
  ["removed", null, { ...lively, deleted: 1 }],
];

const results = customers.map(([name, tier, customer]) => ({
  name,
  tier,
  health: scoreCustomer(buildHealthRecords(customer), builtAsOfMs, defaultHealthSettings),
}));

// Health of an earlier formula is only computed again where its version says so.
test("who changes what the same records give, raises formulaVersion", () => {
  const digests: Record<number, string> = { 2: "188f20129f7bedee7ac877bdb8888729" };
  const digest = hash("md5", JSON.stringify(results.map(({ health }) => health)));
  expect({ formulaVersion, digest }).toEqual({ formulaVersion, digest: digests[formulaVersion] });
});

test.each(results)("$name: $tier", ({ tier, health }) => {
  expect(health.scored?.tier ?? null).toBe(tier);
});

test("the golden table shows who moves when a number of the score is changed", async () => {
  const lines = results.map(({ name, health: { scored, unscoredReason } }) => {
    if (scored === null) return `${name.padEnd(50)} ${unscoredReason}`;
    const components = componentNames.map((component) => cell(scored.components[component]));
    const forced = scored.forcedBy === null ? "" : `by ${scored.forcedBy.code}`;
    const flags = scored.flags.map(({ code }) => code).join(" ");
    return `${name.padEnd(50)} ${components.join("")} ${String(scored.score).padStart(4)}  ${`${scored.tier} ${forced}`.padEnd(20)} ${flags}`.trimEnd();
  });
  const heading = `${"customer".padEnd(50)}  first velo calls goals tutor score  tier, flags`;
  await expect(`${[heading, ...lines].join("\n")}\n`).toMatchFileSnapshot("golden/tiers.txt");
});

function cell(score: number | null): string {
  return (score === null ? "-" : decimal(score)).padStart(6);
}
