import type { TutorStatus } from "#domain/tutors/tutor-status.ts";
import { dayOfNumber, flagSentence } from "./flag-sentences.ts";
import type { TutorLimits } from "./limits-in-force.ts";
import type { TutorRow } from "./queries.ts";
import type { TutorFlagShown, TutorListItem, TutorTrend } from "./schemas.ts";
import {
  type StoredFlag,
  type StoredTrend,
  storedFlagsSchema,
  storedTrendSchema,
} from "./stored-evidence.ts";
import { rateOf } from "./tutor-measures.ts";
import { tierOf } from "./weights.ts";

/** A tutor of the list, from the stored row. */
export function toListItem(row: TutorRow, limits: TutorLimits): TutorListItem {
  const raisedFlags = row.raised_flags ?? [];
  const rated = row.first_sessions_rated ?? 0;
  return {
    id: row.tutor_id,
    name: row.name,
    status: row.status as TutorStatus,
    tier: tierOf({ raisedFlags, percentile: row.percentile }),
    firstSessions: row.first_sessions ?? 0,
    firstSessionsRated: rated,
    firstSessionSuccesses: row.first_session_successes ?? 0,
    success: rateOf(row.first_session_successes ?? 0, rated),
    expectedSuccess: row.expected_success,
    shrunkenSuccess: row.shrunken_success,
    rank: row.rank,
    percentile: row.percentile,
    badge: row.badge,
    meanRating: row.mean_rating,
    rated: row.rated ?? 0,
    trend: trendOf(storedTrendSchema.parse(row.trend_long)),
    flags: flagsOf(row, limits).filter(({ isShown }) => isShown),
    utilisation: row.utilisation,
    computedAt: row.computed_at?.toISOString() ?? null,
  };
}

/** All flags of a tutor, shown or not, the most certain first. */
export function flagsOf(
  row: Pick<TutorRow, "flags" | "raised_flags">,
  limits: TutorLimits,
): TutorFlagShown[] {
  const shown = new Set(row.raised_flags ?? []);
  return storedFlagsSchema
    .parse(row.flags ?? [])
    .map((flag) => toFlag(flag, shown.has(flag.code), limits))
    .sort((a, b) => Number(b.isShown) - Number(a.isShown) || b.certainty - a.certainty);
}

function toFlag(flag: StoredFlag, isShown: boolean, limits: TutorLimits): TutorFlagShown {
  const { drop } = flag.evidence;
  return {
    code: flag.code,
    isShown,
    waits: flag.waits,
    raisedAt: flag.raisedAt,
    certainty: flag.certainty,
    sentence: flagSentence(flag, limits),
    droppedOn: drop === null ? null : dayOfNumber(drop.sinceDay),
  };
}

/** The comparison of success, or of ratings where too few first sessions bear on it. */
export function trendOf(stored: StoredTrend): TutorTrend | null {
  if (stored === null) return null;
  const measure =
    stored.success.direction === "too_few" && stored.rating.direction !== "too_few" ? "rating" : "success";
  const { before, after, change, direction } = stored[measure];
  return { measure, days: stored.days, direction, before, after, change };
}
