import { wilsonInterval } from "#domain/stats/wilson-interval.ts";
import { comparedWeeks } from "./weights.ts";

/** A business week of a tutor, by its Monday (YYYY-MM-DD). */
export type WeekCounts = {
  startsOn: string;
  firstSessionsRated: number;
  firstSessionSuccesses: number;
  rated: number;
  ratingSum: number;
  sessions: number;
  noShows: number;
  cancelledByTutor: number;
};

export type StretchMeasures = {
  /** The first Monday and the Monday after the last week. */
  from: string;
  to: string;
  firstSessionsRated: number;
  firstSessionSuccesses: number;
  /** With the 95 % interval of Wilson. Null without a rated first session. */
  success: { rate: number; lower: number; upper: number } | null;
  rated: number;
  meanRating: number | null;
  sessions: number;
  cancellationRate: number | null;
};

const dayMs = 86_400_000;

/** A tutor's measures over the whole business weeks (four) that had ended at `at`. */
export function measuresBefore(at: Date, weeks: readonly WeekCounts[]): StretchMeasures {
  // 1970-01-01 was a Thursday: the Monday of the week that runs at `at`.
  const day = Math.floor(at.getTime() / dayMs);
  const monday = day - ((day + 3) % 7);
  const [from, to] = [dateOf(monday - 7 * comparedWeeks), dateOf(monday)];
  const within = weeks.filter(({ startsOn }) => startsOn >= from && startsOn < to);
  const sum = (name: Exclude<keyof WeekCounts, "startsOn">) =>
    within.reduce((total, week) => total + week[name], 0);
  const [trials, successes] = [sum("firstSessionsRated"), sum("firstSessionSuccesses")];
  const [rated, sessions] = [sum("rated"), sum("sessions")];
  const due = sessions + sum("noShows") + sum("cancelledByTutor");
  return {
    from,
    to,
    firstSessionsRated: trials,
    firstSessionSuccesses: successes,
    success: trials === 0 ? null : { rate: successes / trials, ...wilsonInterval(successes, trials) },
    rated,
    meanRating: rated === 0 ? null : sum("ratingSum") / rated,
    sessions,
    cancellationRate: due === 0 ? null : sum("cancelledByTutor") / due,
  };
}

/** When the measures after a task are complete: four whole weeks that all began after it was closed have ended. */
export function laterInstant(closedAt: Date): Date {
  return new Date(closedAt.getTime() + (comparedWeeks + 1) * 7 * dayMs);
}

const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
