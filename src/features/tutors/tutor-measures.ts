import { wilsonInterval } from "#domain/stats/wilson-interval.ts";
import type { Rate } from "./schemas.ts";

/** Counts of a stretch of time, as they are stored; sums of stretches are of the same shape. */
export type StoredCounts = {
  first_sessions: number;
  first_sessions_rated: number;
  first_session_successes: number;
  first_expected: number;
  sessions: number;
  rated: number;
  rating_sum: number;
  hours_taught: number;
  no_shows: number;
  cancelled_by_tutor: number;
};

/** What is shown of counts. Null where there is nothing to divide by. */
export function measuresOf(counts: StoredCounts) {
  const { sessions, no_shows: noShows, cancelled_by_tutor: cancelledByTutor } = counts;
  const due = sessions + noShows + cancelledByTutor;
  return {
    firstSessions: counts.first_sessions,
    firstSessionsRated: counts.first_sessions_rated,
    firstSessionSuccesses: counts.first_session_successes,
    success: rateOf(counts.first_session_successes, counts.first_sessions_rated),
    expectedSuccess: ratio(counts.first_expected, counts.first_sessions_rated),
    sessions,
    rated: counts.rated,
    meanRating: ratio(counts.rating_sum, counts.rated),
    hoursTaught: counts.hours_taught,
    completionRate: ratio(sessions, due),
    cancellationRate: ratio(cancelledByTutor, due),
  };
}

/** The sum of stretches that do not overlap. */
export function sumCounts(stretches: readonly StoredCounts[]): StoredCounts {
  const of = (name: keyof StoredCounts) => stretches.reduce((sum, counts) => sum + counts[name], 0);
  return {
    first_sessions: of("first_sessions"),
    first_sessions_rated: of("first_sessions_rated"),
    first_session_successes: of("first_session_successes"),
    first_expected: of("first_expected"),
    sessions: of("sessions"),
    rated: of("rated"),
    rating_sum: of("rating_sum"),
    hours_taught: of("hours_taught"),
    no_shows: of("no_shows"),
    cancelled_by_tutor: of("cancelled_by_tutor"),
  };
}

/** Successes ÷ trials with the 95 % interval of Wilson; null without a trial. */
export function rateOf(successes: number, trials: number): Rate | null {
  return trials === 0 ? null : { rate: successes / trials, ...wilsonInterval(successes, trials) };
}

/** A part of a whole; null where there is no whole. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
