/** What a tutor did on one business day, counted. Sums of days are of the same shape. */
export type TutorCounts = {
  completed: number;
  noShows: number;
  cancelledByTutor: number;
  minutesTaught: number;
  /** Completed sessions whose length is known. */
  timed: number;
  /** Ratings by half stars: how many of 1, 1.5, 2, … 5. */
  ratings: readonly number[];
  /** Earliest completed sessions with a customer. */
  firstSessions: number;
  firstRated: number;
  firstSuccesses: number;
  /** Successes to be expected of the rated ones, from subject, customer and hour. */
  firstExpected: number;
};

/** `day` is the number of the business day since 1970-01-01, as a calendar date. */
export type TutorDay = TutorCounts & { day: number };

/** 1, 1.5, … 5. */
export const halfStars: readonly number[] = Array.from({ length: 9 }, (_, index) => 1 + index / 2);

export const noCounts: TutorCounts = {
  completed: 0,
  noShows: 0,
  cancelledByTutor: 0,
  minutesTaught: 0,
  timed: 0,
  ratings: halfStars.map(() => 0),
  firstSessions: 0,
  firstRated: 0,
  firstSuccesses: 0,
  firstExpected: 0,
};

/** Sum of the days after `afterDay` up to and with `lastDay`. */
export function sumDays(days: readonly TutorDay[], afterDay: number, lastDay: number): TutorCounts {
  return days.filter(({ day }) => day > afterDay && day <= lastDay).reduce(addCounts, noCounts);
}

export function addCounts(a: TutorCounts, b: TutorCounts): TutorCounts {
  return {
    completed: a.completed + b.completed,
    noShows: a.noShows + b.noShows,
    cancelledByTutor: a.cancelledByTutor + b.cancelledByTutor,
    minutesTaught: a.minutesTaught + b.minutesTaught,
    timed: a.timed + b.timed,
    ratings: a.ratings.map((count, index) => count + (b.ratings[index] ?? 0)),
    firstSessions: a.firstSessions + b.firstSessions,
    firstRated: a.firstRated + b.firstRated,
    firstSuccesses: a.firstSuccesses + b.firstSuccesses,
    firstExpected: a.firstExpected + b.firstExpected,
  };
}

/** 1970-01-01 was a Thursday: Mondays are the days whose number leaves 4 when divided by seven. */
export const mondayOf = (day: number): number => day - ((day + 3) % 7);
