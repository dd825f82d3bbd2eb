import { wilsonInterval } from "#domain/stats/wilson-interval.ts";
import type { TutorPeriods } from "../schemas.ts";

type Week = TutorPeriods["data"][number];

export type RollingSuccess = {
  startsOn: string;
  success: { rate: number; lower: number; upper: number } | null;
  expected: number | null;
};

const weekMs = 7 * 86_400_000;

/**
 * First-session success over the `weeks` calendar weeks up to and with each week, earliest first: one week holds one or two
 * first sessions, and a course drawn of these says nothing.
 */
export function rollingSuccess(newestFirst: readonly Week[], weeks: number): RollingSuccess[] {
  return [...newestFirst].reverse().map(({ startsOn }) => {
    const last = Date.parse(startsOn);
    const within = newestFirst.filter((week) => {
      const at = Date.parse(week.startsOn);
      return at <= last && at > last - weeks * weekMs;
    });
    const trials = sum(within, (week) => week.firstSessionsRated);
    const successes = sum(within, (week) => week.firstSessionSuccesses);
    const expected = sum(within, (week) => (week.expectedSuccess ?? 0) * week.firstSessionsRated);
    return {
      startsOn,
      success: trials === 0 ? null : { rate: successes / trials, ...wilsonInterval(successes, trials) },
      expected: trials === 0 ? null : expected / trials,
    };
  });
}

const sum = (weeks: readonly Week[], of: (week: Week) => number) =>
  weeks.reduce((total, week) => total + of(week), 0);
