import { bootstrapDifferenceOfMeans } from "#domain/stats/bootstrap-means.ts";
import { exactTwoProportionTest } from "#domain/stats/two-proportion-test.ts";
import { halfStars, sumDays, type TutorCounts, type TutorDay } from "./tutor-days.ts";
import type { TutorSettings } from "./weights.ts";

export type Direction = "improving" | "declining" | "stable" | "too_few";

/** One measure, now against as long a stretch before. */
export type Comparison = {
  before: number | null;
  after: number | null;
  /** (after − before) ÷ before; null where there is no before. */
  change: number | null;
  /** Chance of a difference as large as this where nothing changed; null where too few sessions bear on it. */
  pValue: number | null;
  direction: Direction;
};

export type TutorTrend = {
  days: number;
  success: Comparison;
  rating: Comparison;
};

type TrendSettings = TutorSettings["trend"];

/**
 * The last `days` business days against as many before them, `lastDay` being the last. A decline is a fall of
 * at least `leastDrop` that chance alone would seldom make; a rise needs the same certainty and no size.
 */
export function compareStretches(
  days: readonly TutorDay[],
  { lastDay, stretchDays }: { lastDay: number; stretchDays: number },
  settings: TrendSettings,
): TutorTrend {
  const after = sumDays(days, lastDay - stretchDays, lastDay);
  const before = sumDays(days, lastDay - 2 * stretchDays, lastDay - stretchDays);
  return {
    days: stretchDays,
    success: compareSuccess(before, after, settings),
    rating: compareRatings(before, after, settings),
  };
}

function compareSuccess(before: TutorCounts, after: TutorCounts, settings: TrendSettings): Comparison {
  const [old, recent] = [tallyOf(before), tallyOf(after)];
  const values = { before: rateOf(old), after: rateOf(recent) };
  const test = exactTwoProportionTest(old, recent);
  // Where not even "all, then none" would be out of the ordinary, nothing can be said.
  const clearest = exactTwoProportionTest(
    { successes: old.trials, trials: old.trials },
    { successes: 0, trials: recent.trials },
  );
  if (test === null || clearest === null || clearest.fallPValue >= settings.level) return tooFew(values);
  return judge(values, test.pValue, test.fallPValue, settings);
}

/** Ratings on each side from which a mean can be compared: fewer, and drawing them again tells nothing. */
const leastRatings = 5;

function compareRatings(before: TutorCounts, after: TutorCounts, settings: TrendSettings): Comparison {
  const values = { before: meanRating(before), after: meanRating(after) };
  if (ratedOf(before) < leastRatings || ratedOf(after) < leastRatings) return tooFew(values);
  const bootstrap = bootstrapDifferenceOfMeans(before.ratings, after.ratings);
  if (bootstrap === null) return tooFew(values);
  const { fallPValue } = bootstrap;
  return judge(values, Math.min(1, 2 * Math.min(fallPValue, 1 - fallPValue)), fallPValue, settings);
}

type Values = { before: number | null; after: number | null };

function judge(values: Values, pValue: number, fallPValue: number, settings: TrendSettings): Comparison {
  const change = changeOf(values);
  const isDeclining = fallPValue < settings.level && change !== null && change <= -settings.leastDrop;
  const isImproving = 1 - fallPValue < settings.level;
  const direction = isDeclining ? "declining" : isImproving ? "improving" : "stable";
  return { ...values, change, pValue, direction };
}

function tooFew(values: Values): Comparison {
  return { ...values, change: changeOf(values), pValue: null, direction: "too_few" };
}

function changeOf({ before, after }: Values): number | null {
  return before === null || after === null || before === 0 ? null : (after - before) / before;
}

const tallyOf = ({ firstSuccesses, firstRated }: TutorCounts) => ({
  successes: firstSuccesses,
  trials: firstRated,
});
const rateOf = ({ successes, trials }: { successes: number; trials: number }) =>
  trials === 0 ? null : successes / trials;
const ratedOf = ({ ratings }: TutorCounts) => ratings.reduce((sum, count) => sum + count, 0);
const meanRating = (counts: TutorCounts) => rateOf({ successes: starsOf(counts), trials: ratedOf(counts) });
const starsOf = ({ ratings }: TutorCounts) =>
  ratings.reduce((sum, count, index) => sum + count * (halfStars[index] ?? 0), 0);
