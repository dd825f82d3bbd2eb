import { hash } from "node:crypto";
import type { TutorAssessment } from "./assess-tutor.ts";
import { shownCodes } from "./stored-flags.ts";

/** The columns of a tutor's row that a pass computes from the tutor's own records, by name. */
export function tutorRow({ measures, counts, utilisation, flags, ...rest }: TutorAssessment) {
  return {
    tutor_id: rest.tutorId,
    first_sessions: counts.firstSessions,
    first_sessions_rated: counts.firstRated,
    first_session_successes: counts.firstSuccesses,
    first_expected: counts.firstExpected,
    success_lower: measures.success?.lower ?? null,
    success_upper: measures.success?.upper ?? null,
    expected_success: measures.expectedSuccess,
    mean_rating: measures.meanRating,
    rated: measures.rated,
    ratings: [...counts.ratings],
    sessions: counts.completed,
    no_shows: counts.noShows,
    cancelled_by_tutor: counts.cancelledByTutor,
    hours_taught: measures.hoursTaught,
    completion_rate: measures.completionRate,
    cancellation_rate: measures.cancellationRate,
    utilisation: utilisation.rate,
    hours_available_28d: utilisation.hoursAvailable,
    hours_taught_28d: utilisation.hoursTaught,
    trend: rest.trend,
    trend_short: rest.trendShort,
    trend_long: rest.trendLong,
    flags,
    raised_flags: shownCodes(flags),
    next_change_at: rest.nextChangeMs === null ? null : new Date(rest.nextChangeMs).toISOString(),
  };
}

export type TutorRow = ReturnType<typeof tutorRow>;

/** The type of each column in the database, for sending rows as JSON. */
export const tutorColumns: { [Column in keyof TutorRow]: string } = {
  tutor_id: "bigint",
  first_sessions: "int",
  first_sessions_rated: "int",
  first_session_successes: "int",
  first_expected: "float8",
  success_lower: "float8",
  success_upper: "float8",
  expected_success: "float8",
  mean_rating: "float8",
  rated: "int",
  ratings: "int[]",
  sessions: "int",
  no_shows: "int",
  cancelled_by_tutor: "int",
  hours_taught: "float8",
  completion_rate: "float8",
  cancellation_rate: "float8",
  utilisation: "float8",
  hours_available_28d: "float8",
  hours_taught_28d: "float8",
  trend: "text",
  trend_short: "jsonb",
  trend_long: "jsonb",
  flags: "jsonb",
  raised_flags: "text[]",
  next_change_at: "timestamptz",
};

/**
 * Equal assessments give equal hashes; a uuid as PostgreSQL prints it. Left out is what the other tutors
 * decide: since when a flag is shown, and whether it waits.
 */
export function hashOfTutor(assessment: TutorAssessment, ground: readonly unknown[]): string {
  const { flags, raised_flags: _, ...row } = tutorRow(assessment);
  const own = flags.map(({ raisedAt: _at, waits: _waits, ...flag }) => flag);
  const hex = hash(
    "md5",
    JSON.stringify([...ground, row, own, assessment.periods, assessment.subjects]),
    "hex",
  );
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
