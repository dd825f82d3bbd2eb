import { wilsonInterval } from "#domain/stats/wilson-interval.ts";
import { halfStars, type TutorCounts } from "./tutor-days.ts";

/** What is shown of a tutor over some stretch of time. Null where there is nothing to divide by. */
export type TutorMeasures = {
  firstSessions: number;
  firstRated: number;
  firstSuccesses: number;
  /** Successes ÷ rated first sessions, with the 95 % interval of Wilson. */
  success: { rate: number; lower: number; upper: number } | null;
  /** The rate that the subjects, customers and hours of these sessions lead one to expect. */
  expectedSuccess: number | null;
  sessions: number;
  rated: number;
  /** 1 to 5. */
  meanRating: number | null;
  hoursTaught: number;
  /** Completed ÷ (completed + missed + cancelled by the tutor). */
  completionRate: number | null;
  /** Cancelled by the tutor ÷ (completed + missed + cancelled by the tutor). */
  cancellationRate: number | null;
};

/** The measures of a stretch of days from its counts. */
export function measure(counts: TutorCounts): TutorMeasures {
  const { firstSessions, firstRated, firstSuccesses, firstExpected, completed } = counts;
  const due = dueSessions(counts);
  const rated = sum(counts.ratings);
  return {
    firstSessions,
    firstRated,
    firstSuccesses,
    success:
      firstRated === 0
        ? null
        : { rate: firstSuccesses / firstRated, ...wilsonInterval(firstSuccesses, firstRated) },
    expectedSuccess: share(firstExpected, firstRated),
    sessions: completed,
    rated,
    meanRating: share(sum(counts.ratings.map((count, index) => count * (halfStars[index] ?? 0))), rated),
    hoursTaught: counts.minutesTaught / 60,
    completionRate: share(completed, due),
    cancellationRate: share(counts.cancelledByTutor, due),
  };
}

/** Sessions that the tutor was to hold: what the customer or the system called off is not among them. */
export function dueSessions({ completed, noShows, cancelledByTutor }: TutorCounts): number {
  return completed + noShows + cancelledByTutor;
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
