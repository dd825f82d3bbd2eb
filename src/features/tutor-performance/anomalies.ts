import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import { binomialUpperTail } from "#domain/stats/binomial-tail.ts";
import { robustSpread } from "#domain/stats/robust-spread.ts";
import { dueSessions } from "./measures.ts";
import { halfStars, sumDays, type TutorCounts, type TutorDay } from "./tutor-days.ts";
import type { TutorSettings } from "./weights.ts";

export const anomalyMeasures = ["rating", "cancellations", "no_shows", "session_length"] as const;

export type AnomalyMeasure = (typeof anomalyMeasures)[number];

/** A business week that is out of a tutor's own ordinary. */
export type Anomaly = {
  measure: AnomalyMeasure;
  /** Number of the Monday. */
  weekDay: number;
  /** Mean rating, share of sessions, or mean minutes: of the week, and usually. */
  value: number;
  expected: number;
  /** Sessions that it rests on. */
  sessions: number;
  pValue: number;
};

type AnomalySettings = TutorSettings["anomalies"];

/**
 * What is unusual in the week that begins on `weekDay`, up to `lastDay`, against the weeks before it: more cancellations or
 * no-shows than the tutor's own share makes by chance (exact binomial tail), a mean rating far below, a mean
 * length far from the median of the weeks (by their median absolute deviation).
 */
export function findAnomalies(
  days: readonly TutorDay[],
  { weekDay, lastDay }: { weekDay: number; lastDay: number },
  settings: AnomalySettings,
): Anomaly[] {
  const week = sumDays(days, weekDay - 1, Math.min(lastDay, weekDay + 6));
  const earlier = weeksBefore(days, weekDay, settings.historyWeeks).filter(
    (counts) => dueSessions(counts) > 0,
  );
  if (earlier.length < settings.leastHistoryWeeks) return [];
  const judged = [
    judgeRating(week, earlier, settings),
    judgeShare("cancellations", week, earlier, ({ cancelledByTutor }) => cancelledByTutor),
    judgeShare("no_shows", week, earlier, ({ noShows }) => noShows),
    judgeLength(week, earlier, settings),
  ];
  return judged
    .filter((found) => found !== null)
    .filter(({ pValue }) => pValue < settings.level)
    .map((found) => ({ ...found, weekDay }));
}

function weeksBefore(days: readonly TutorDay[], weekDay: number, weeks: number): TutorCounts[] {
  return Array.from({ length: weeks }, (_, back) =>
    sumDays(days, weekDay - 7 * (back + 1) - 1, weekDay - 7 * back - 1),
  );
}

type Judged = Omit<Anomaly, "weekDay"> | null;

/** One success and one trial more than were seen: a share of none would call the first one ever a wonder. */
function judgeShare(
  measure: AnomalyMeasure,
  week: TutorCounts,
  earlier: readonly TutorCounts[],
  count: (counts: TutorCounts) => number,
): Judged {
  const due = dueSessions(week);
  if (due === 0) return null;
  const usual = total(earlier, count);
  const expected = (usual + 1) / (total(earlier, dueSessions) + 1);
  const pValue = binomialUpperTail(count(week), due, Math.min(1, expected));
  return { measure, value: count(week) / due, expected, sessions: due, pValue };
}

function judgeRating(week: TutorCounts, earlier: readonly TutorCounts[], settings: AnomalySettings): Judged {
  const rated = ratedOf(week);
  const means = earlier.filter((counts) => ratedOf(counts) > 0).map(meanRating);
  const usual = robustSpread(means);
  if (rated < settings.leastSessions || means.length < settings.leastHistoryWeeks || usual === null)
    return null;
  const expected = meanOfAll(earlier);
  const value = meanRating(week);
  // Weeks of many ratings differ less than one of few does: the spread of single ratings says by how much.
  const spread = Math.max(usual.spread, Math.sqrt(variance(earlier, expected) / rated), leastSpread);
  const isSmall = expected - value < settings.leastStars;
  const pValue = isSmall ? 1 : normalCdf((value - expected) / spread, 0, 1);
  return { measure: "rating", value, expected, sessions: rated, pValue };
}

/** Below this, in stars or minutes, a spread is one of rounding. */
const leastSpread = 0.05;

function judgeLength(week: TutorCounts, earlier: readonly TutorCounts[], settings: AnomalySettings): Judged {
  const means = earlier.filter(({ timed }) => timed > 0).map(meanMinutes);
  const usual = robustSpread(means);
  const enough = week.timed >= settings.leastSessions && means.length >= settings.leastHistoryWeeks;
  if (!enough || usual === null) return null;
  const value = meanMinutes(week);
  const distance = Math.abs(value - usual.median);
  // A week of few sessions, such as one that has just begun, differs more than a whole one does.
  const usualTimed = total(earlier, ({ timed }) => timed) / means.length;
  const thinness = Math.sqrt(Math.max(1, usualTimed / week.timed));
  // The spread of a couple of dozen weeks is itself uncertain: Student's tails, not the normal ones.
  const spread = thinness * Math.max(usual.spread, settings.leastMinutes / 5);
  const pValue =
    distance < settings.leastMinutes
      ? 1
      : 2 * normalCdf(-shrunkenScore(distance / spread, means.length), 0, 1);
  return { measure: "session_length", value, expected: usual.median, sessions: week.timed, pValue };
}

/**
 * The normal score of as seldom a deviation as Student's t of `values` − 1 degrees of freedom, thinned to 0.37 of them, which is what the median absolute
 * deviation knows of a spread.
 * @see Wallace, Annals of Mathematical Statistics 30 (1959): z = √(ν ln(1 + t²/ν)) · (8ν + 1) ÷ (8ν + 3)
 */
function shrunkenScore(score: number, values: number): number {
  const degrees = Math.max(1, 0.37 * (values - 1));
  return (Math.sqrt(degrees * Math.log1p(score ** 2 / degrees)) * (8 * degrees + 1)) / (8 * degrees + 3);
}

const total = (weeks: readonly TutorCounts[], count: (counts: TutorCounts) => number) =>
  weeks.reduce((sum, counts) => sum + count(counts), 0);
const ratedOf = ({ ratings }: TutorCounts) => ratings.reduce((sum, count) => sum + count, 0);
const starsOf = ({ ratings }: TutorCounts) =>
  ratings.reduce((sum, count, index) => sum + count * (halfStars[index] ?? 0), 0);
const meanRating = (counts: TutorCounts) => starsOf(counts) / ratedOf(counts);
const meanOfAll = (weeks: readonly TutorCounts[]) => total(weeks, starsOf) / total(weeks, ratedOf);
const meanMinutes = ({ minutesTaught, timed }: TutorCounts) => minutesTaught / timed;

function variance(weeks: readonly TutorCounts[], mean: number): number {
  const squares = total(weeks, ({ ratings }) =>
    ratings.reduce((sum, count, index) => sum + count * ((halfStars[index] ?? 0) - mean) ** 2, 0),
  );
  return squares / total(weeks, ratedOf);
}
