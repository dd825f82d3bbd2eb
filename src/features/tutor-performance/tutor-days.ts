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

/** Sum of the days after `afterDay` up to and with `lastDay`; `days` are in order, earliest first. */
export function sumDays(days: readonly TutorDay[], afterDay: number, lastDay: number): TutorCounts {
  const sums = emptyCounts();
  // A tutor has hundreds of days, and is asked for a hundred stretches of a week.
  for (let at = firstAfter(days, afterDay); at < days.length; at++) {
    const day = days[at];
    if (day === undefined || day.day > lastDay) break;
    addTo(sums, day);
  }
  return sums;
}

/** Counts that are added to in place. */
export type Sums = Omit<TutorCounts, "ratings"> & { ratings: number[] };

export const emptyCounts = (): Sums => ({ ...noCounts, ratings: [...noCounts.ratings] });

/** Adds `counts` to `sums`. */
export function addTo(sums: Sums, counts: TutorCounts): void {
  sums.completed += counts.completed;
  sums.noShows += counts.noShows;
  sums.cancelledByTutor += counts.cancelledByTutor;
  sums.minutesTaught += counts.minutesTaught;
  sums.timed += counts.timed;
  sums.firstSessions += counts.firstSessions;
  sums.firstRated += counts.firstRated;
  sums.firstSuccesses += counts.firstSuccesses;
  sums.firstExpected += counts.firstExpected;
  for (let half = 0; half < sums.ratings.length; half++)
    sums.ratings[half] = (sums.ratings[half] ?? 0) + (counts.ratings[half] ?? 0);
}

/** The place of the first day after `afterDay`, or the end. */
function firstAfter(days: readonly TutorDay[], afterDay: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle]?.day ?? 0) > afterDay) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** 1970-01-01 was a Thursday: Mondays are the days whose number leaves 4 when divided by seven. */
export const mondayOf = (day: number): number => day - ((day + 3) % 7);
