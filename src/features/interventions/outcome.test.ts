import { expect, it } from "vitest";
import { type Followed, outcomeOf } from "./outcome.ts";

const takenAtMs = Date.parse("2026-05-04T15:00:00Z");
const days = (count: number) => takenAtMs + count * 86_400_000;
const away: Followed = {
  takenAtMs,
  previousSessionAtMs: days(-30),
  cameBackAtMs: null,
  tierBefore: "critical",
  tierAfter: "critical",
  unscoredAfter: null,
};

it.each([
  ["came_back", { cameBackAtMs: days(3), tierAfter: "at_risk" }],
  ["came_back", { cameBackAtMs: days(3), previousSessionAtMs: null }],
  ["left", { cameBackAtMs: days(3), tierAfter: null, unscoredAfter: "closed" }],
  ["tier_rose", { cameBackAtMs: days(3), previousSessionAtMs: days(-2), tierAfter: "healthy" }],
  ["tier_fell", { tierBefore: "at_risk", cameBackAtMs: days(3), previousSessionAtMs: days(-2) }],
  ["no_change", { cameBackAtMs: days(3), previousSessionAtMs: days(-2) }],
  ["no_change", { tierAfter: null, unscoredAfter: "paused" }],
  ["no_change", { tierBefore: null }],
] as const)("%s where %o", (outcome, changes) => {
  expect(outcomeOf({ ...away, ...changes }, 14)).toBe(outcome);
});
