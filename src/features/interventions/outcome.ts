import { type RiskTier, riskTiers } from "#domain/customers/risk-tier.ts";
import { dayMs } from "#domain/time/day-ms.ts";

export const outcomes = ["came_back", "tier_rose", "tier_fell", "left", "no_change"] as const;

export type Outcome = (typeof outcomes)[number];

export type Followed = {
  takenAtMs: number;
  /** The last completed session before the action. */
  previousSessionAtMs: number | null;
  /** The first completed session within the measured days after it. */
  cameBackAtMs: number | null;
  tierBefore: RiskTier | null;
  tierAfter: RiskTier | null;
  unscoredAfter: string | null;
};

/**
 * What came of an action, as of the end of the measured days. From the top: the customer left (account closed or
 * removed); came back (had completed no session in the `awayDays` before, and completed one after); the tier rose or
 * fell; no change. Who had sessions all along does not come back by having another.
 */
export function outcomeOf(followed: Followed, awayDays: number): Outcome {
  const { takenAtMs, previousSessionAtMs, cameBackAtMs, tierBefore, tierAfter, unscoredAfter } = followed;
  if (unscoredAfter === "closed" || unscoredAfter === "removed") return "left";
  const wasAway = previousSessionAtMs === null || takenAtMs - previousSessionAtMs > awayDays * dayMs;
  if (wasAway && cameBackAtMs !== null) return "came_back";
  if (tierBefore === null || tierAfter === null || tierBefore === tierAfter) return "no_change";
  return riskTiers.indexOf(tierAfter) > riskTiers.indexOf(tierBefore) ? "tier_rose" : "tier_fell";
}
