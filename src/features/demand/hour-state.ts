import type { ImbalanceSettings } from "./imbalance/weights.ts";
import type { BalanceState } from "./schemas/ground.ts";
import type { DemandSettings } from "./weights.ts";

/** An hour of a subject ahead; null where capacity has not been worked out for it. Sessions. */
export type HourBalance = {
  demand: number;
  capacity: number | null;
  /** P(demand > capacity). */
  shortageProbability: number | null;
  /** E[max(0, demand − capacity)]. */
  expectedUnserved: number | null;
};

/** What an hour has to reach to be short or to have a surplus. */
export type HourLimits = DemandSettings["balance"] &
  Pick<ImbalanceSettings, "keepMargin" | "hourProbability" | "hourUnserved">;

/** The limits, from the two settings that hold them. */
export function hourLimits(
  { shortageBelow, surplusAbove }: DemandSettings["balance"],
  { keepMargin, hourProbability, hourUnserved }: ImbalanceSettings,
): HourLimits {
  return { shortageBelow, surplusAbove, keepMargin, hourProbability, hourUnserved };
}

/** Capacity by demand; null while capacity is unknown, and where nobody is expected. */
export function balanceOf(capacity: number | null, demand: number): number | null {
  return capacity === null || demand <= 0 ? null : capacity / demand;
}

/**
 * Whether an hour is short: its balance lies under the limit, demand is probably more than can be served, and sessions enough
 * are expected to go unserved. A ratio alone makes a gap of half a session look like a gap of forty. Within an episode
 * that is open, a balance that is a tenth better, a smaller probability and fewer sessions are enough, so that
 * nothing flickers between two runs of the forecast.
 */
export function isShort(hour: HourBalance, isInEpisode: boolean, limits: HourLimits): boolean {
  const { shortageBelow, keepMargin, hourProbability, hourUnserved } = limits;
  const step = isInEpisode ? "keep" : "open";
  return (
    isUnder(hour, isInEpisode ? shortageBelow * (1 + keepMargin) : shortageBelow) &&
    (hour.shortageProbability ?? 0) >= hourProbability[step] &&
    (hour.expectedUnserved ?? 0) >= hourUnserved[step]
  );
}

/** Whether an hour has a surplus: its balance lies over the limit; within an open episode a tenth under it will do. */
export function isSpare(
  { capacity, demand }: HourBalance,
  isInEpisode: boolean,
  { surplusAbove, keepMargin }: HourLimits,
): boolean {
  const balance = balanceOf(capacity, demand);
  return balance !== null && balance > (isInEpisode ? surplusAbove * (1 - keepMargin) : surplusAbove);
}

/**
 * How capacity compares with demand in an hour, everywhere that it is shown: `thin` is a balance under the limit with too
 * little at stake to be short. Without any demand there is no balance to speak of.
 */
export function hourState(
  hour: HourBalance,
  episode: "shortage" | "surplus" | null,
  limits: HourLimits,
): BalanceState {
  if (hour.capacity === null) return "unknown";
  if (isShort(hour, episode === "shortage", limits)) return "shortage";
  if (isUnder(hour, limits.shortageBelow)) return "thin";
  return isSpare(hour, episode === "surplus", limits) ? "surplus" : "ok";
}

function isUnder({ capacity, demand }: HourBalance, limit: number): boolean {
  const balance = balanceOf(capacity, demand);
  return balance !== null && balance < limit;
}
