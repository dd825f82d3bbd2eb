import { dayMs } from "#domain/time/day-ms.ts";
import type { HealthFeatures } from "./features.ts";
import type { HealthSettings } from "./weights.ts";

/** From worst to best. */
export const tiers = ["critical", "at_risk", "healthy", "thriving"] as const;

export type Tier = (typeof tiers)[number];

/** What can force a tier, from the top of the ladder. */
export const forcingCodes = ["calls", "lapsed", "idle", "goal"] as const;

export type ForcingCode = (typeof forcingCodes)[number];

export type FlagCode = ForcingCode | "slow_start" | "low_first_rating";

/** Something that holds since an instant, whether or not it forces the tier. */
export type Flag = { code: FlagCode; sinceMs: number };

/** The best tier that each rung leaves. */
const bestTier: Record<ForcingCode, Tier> = {
  calls: "critical",
  lapsed: "critical",
  idle: "at_risk",
  goal: "at_risk",
};

/** The tier of a score of 0 to 100 by itself. */
export function tierOfScore(score: number, { tiers: limits }: HealthSettings): Tier {
  if (score <= limits.criticalUpTo) return "critical";
  if (score <= limits.atRiskUpTo) return "at_risk";
  return score <= limits.healthyUpTo ? "healthy" : "thriving";
}

/** Every rung that matches, from the top, then the nudges. */
export function findFlags(features: HealthFeatures, asOfMs: number, settings: HealthSettings): Flag[] {
  const { overrides } = settings;
  const found: [FlagCode, number | null][] = [
    ["calls", features.callsCriticalSinceMs],
    ["lapsed", idleSince(features, asOfMs, overrides.lapsedDays)],
    ["idle", idleSince(features, asOfMs, overrides.idleDays)],
    ["goal", goalSince(features, asOfMs, overrides.goalDays)],
    ["slow_start", slowStartSince(features, settings)],
    ["low_first_rating", lowFirstRatingSince(features, settings)],
  ];
  return found.flatMap(([code, sinceMs]) => (sinceMs === null ? [] : [{ code, sinceMs }]));
}

/** The tier after the ladder, and the rung that made it differ from the score's own. */
export function forceTier(scoreTier: Tier, flags: readonly Flag[]): { tier: Tier; forcedBy: Flag | null } {
  for (const flag of flags) {
    if (flag.code === "slow_start" || flag.code === "low_first_rating") continue;
    const best = bestTier[flag.code];
    if (tiers.indexOf(best) < tiers.indexOf(scoreTier)) return { tier: best, forcedBy: flag };
  }
  return { tier: scoreTier, forcedBy: null };
}

/** The instant from which idle time counts. */
export function idleFromMs({ lastSession, signedUpAtMs }: HealthFeatures): number {
  return lastSession?.atMs ?? signedUpAtMs;
}

function idleSince(features: HealthFeatures, asOfMs: number, days: number): number | null {
  const sinceMs = idleFromMs(features) + days * dayMs;
  return asOfMs >= sinceMs && features.booked !== true ? sinceMs : null;
}

function goalSince({ goal }: HealthFeatures, asOfMs: number, days: number): number | null {
  if (goal === null || goal.completedAtMs === null || goal.newerGoalId !== null) return null;
  const sinceMs = goal.completedAtMs + days * dayMs;
  return asOfMs >= sinceMs ? sinceMs : null;
}

function slowStartSince(
  { earlySessions, signedUpAtMs }: HealthFeatures,
  { nudges }: HealthSettings,
): number | null {
  if (earlySessions === null || earlySessions >= nudges.earlySessions) return null;
  return signedUpAtMs + nudges.earlyDays * dayMs;
}

function lowFirstRatingSince({ firstSession }: HealthFeatures, { nudges }: HealthSettings): number | null {
  if (firstSession === null || firstSession.rating === null) return null;
  return firstSession.rating < nudges.lowFirstRating ? firstSession.atMs : null;
}
