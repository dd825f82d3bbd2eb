import { dayMs } from "#domain/time/day-ms.ts";
import type { HealthFeatures } from "./features.ts";
import type { HealthSettings } from "./weights.ts";

/** The five components, in the order of their weight. */
export const componentNames = [
  "first_session",
  "velocity",
  "inbound_calls",
  "goals",
  "tutor_consistency",
] as const;

export type ComponentName = (typeof componentNames)[number];

/** 0 to 100 each; null where there is nothing to go on. */
export type ComponentScores = Record<ComponentName, number | null>;

/** The component scores of one customer as of an instant. Velocity and calls are never null. */
export function scoreComponents(
  features: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
): ComponentScores {
  return {
    first_session: firstSessionScore(features, settings),
    velocity: velocityScore(features, asOfMs, settings),
    inbound_calls: callsScore(features, settings),
    goals: goalsScore(features, settings),
    tutor_consistency: consistencyScore(features, settings),
  };
}

function firstSessionScore({ firstSession }: HealthFeatures, settings: HealthSettings): number | null {
  if (firstSession === null || firstSession.rating === null) return null;
  return firstSession.rating >= settings.firstSession.successRating ? 100 : 0;
}

/**
 * 100 × (sessions per week ÷ benchmark), at most 100. Written as saturation ÷ measured time, where saturation is
 * the longest time over which so many sessions reach the benchmark, so that the instant at which a young customer
 * falls below 100 is the same number here and in `velocityChangesAt`.
 */
function velocityScore(features: HealthFeatures, asOfMs: number, settings: HealthSettings): number {
  const measuredMs = measuredTimeMs(features, asOfMs, settings);
  const saturationMs = saturationTimeMs(features, settings);
  return saturationMs >= measuredMs ? 100 : (100 * saturationMs) / measuredMs;
}

/** The time over which sessions are counted: the customer's age within [least age, window], in milliseconds. */
export function measuredTimeMs(
  { signedUpAtMs }: HealthFeatures,
  asOfMs: number,
  { velocity }: HealthSettings,
): number {
  const ageMs = asOfMs - signedUpAtMs;
  return Math.min(Math.max(ageMs, velocity.minimumAgeDays * dayMs), velocity.windowDays * dayMs);
}

/** The longest time, in milliseconds, over which the recent sessions make the benchmark. */
export function saturationTimeMs({ recentSessionIds }: HealthFeatures, { velocity }: HealthSettings): number {
  return Math.floor((recentSessionIds.length * 7 * dayMs) / velocity.benchmarkPerWeek);
}

function callsScore({ calls }: HealthFeatures, settings: HealthSettings): number {
  const { scores } = settings.calls;
  return scores[Math.min(calls.length, scores.length - 1)] ?? 0;
}

function goalsScore({ goal }: HealthFeatures, { goals }: HealthSettings): number | null {
  if (goal === null) return null;
  if (goal.completedAtMs === null) return goals.open;
  return goal.newerGoalId === null ? goals.completed : goals.completedWithNewer;
}

function consistencyScore({ tutors }: HealthFeatures, { consistency }: HealthSettings): number | null {
  if (tutors === null) return null;
  const changesThatCost = Math.max(0, tutors.changes - consistency.freeChanges);
  const share = (100 * tutors.withMostFrequent) / tutors.sessions;
  return Math.max(0, share - consistency.penaltyPerChange * changesThatCost);
}

/** The mean of the components that are there, by weight: 0 to 100. `presentWeight` is their share of all weights. */
export function weightedMean(
  components: ComponentScores,
  weights: HealthSettings["weights"],
): { mean: number; presentWeight: number } {
  let total = 0;
  let present = 0;
  let sum = 0;
  for (const name of componentNames) {
    total += weights[name];
    const score = components[name];
    if (score === null) continue;
    present += weights[name];
    sum += weights[name] * score;
  }
  return { mean: sum / present, presentWeight: present / total };
}
