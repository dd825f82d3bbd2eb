import type { TutorTier } from "#domain/tutors/tutor-tier.ts";

/** Rows on one page of the list: what fits a laptop screen. */
export const tutorsPerPage = 25;

/** The most rows that a program may ask for at once. */
export const mostTutorsPerPage = 200;

/** Sessions on one page of a tutor. */
export const sessionsPerPage = 10;

/** How long counts of filters are shared, in seconds: each looks at every tutor, and a chip may be this old. */
export const countsForSeconds = 5;

/** More tutors than this on the leaderboard, where many share a rank, are counted and not shown. */
export const mostOnLeaderboard = 25;

/** Flagged tutors that the overview lists; more would hide the first. */
export const flaggedOnOverview = 6;

/**
 * Where tiers begin (2026-11). Critical: first-session success is under the company's limit beyond doubt, or two things are
 * wrong at once. Top: the best tenth of those who have enough rated first sessions to be ranked, and no flag, as for the badge.
 */
export const tierLimits = {
  gravestFlag: "underperforming",
  flagsThatAreCritical: 2,
  topPercentile: 0.9,
} as const;

/** The tier of a tutor with these raised flags and this share of ranked tutors below; null where not ranked. */
export function tierOf({
  raisedFlags,
  percentile,
}: {
  raisedFlags: readonly string[];
  percentile: number | null;
}): TutorTier {
  const { gravestFlag, flagsThatAreCritical, topPercentile } = tierLimits;
  if (raisedFlags.includes(gravestFlag) || raisedFlags.length >= flagsThatAreCritical) return "critical";
  if (raisedFlags.length > 0) return "needs_improvement";
  if (percentile === null) return "not_ranked";
  return percentile >= topPercentile ? "top" : "steady";
}
