import { betaMean, betaOfMean, betaPosterior } from "#domain/stats/beta-posterior.ts";
import type { TutorPriors } from "./flags.ts";
import type { TutorSettings } from "./weights.ts";

export type Rankable = {
  tutorId: number;
  firstRated: number;
  firstSuccesses: number;
  /** Successes to be expected of the rated first sessions. */
  firstExpected: number;
};

export type Badge = "first" | "second" | "third" | "leaderboard" | "top_tenth";

export type Ranked = {
  tutorId: number;
  /** Success shrunk towards what is expected, 0 to 1. */
  shrunkenSuccess: number;
  /** 1 is best; those with the same rate share a rank. Null: not ranked yet. */
  rank: number | null;
  /** Share of the ranked tutors that stand below, 0 to 1. */
  percentile: number | null;
  badge: Badge | null;
};

/**
 * Ranks tutors by first-session success after shrinking (empirical Bayes), so that one lucky session does not lead.
 * @see Efron and Morris, Journal of the American Statistical Association 70 (1975)
 */
export function rankTutors(
  tutors: readonly Rankable[],
  priors: TutorPriors,
  { ranking: { leastRated, leaderboardPlaces } }: TutorSettings,
): Ranked[] {
  const rated = tutors.map((tutor) => ({ tutor, shrunkenSuccess: shrink(tutor, priors) }));
  const field = rated.filter(({ tutor }) => tutor.firstRated >= leastRated);
  const rates = field.map(({ shrunkenSuccess }) => shrunkenSuccess).sort((a, b) => b - a);
  const rankOf = new Map<number, number>();
  for (const [index, rate] of rates.entries()) if (!rankOf.has(rate)) rankOf.set(rate, index + 1);
  return rated.map(({ tutor, shrunkenSuccess }) => {
    const isRanked = tutor.firstRated >= leastRated;
    const rank = isRanked ? (rankOf.get(shrunkenSuccess) ?? null) : null;
    const percentile = rank === null ? null : shareBelow(rates, shrunkenSuccess);
    return {
      tutorId: tutor.tutorId,
      shrunkenSuccess,
      rank,
      percentile,
      badge: badgeOf(rank, percentile, leaderboardPlaces),
    };
  });
}

function shrink({ firstRated, firstSuccesses, firstExpected }: Rankable, priors: TutorPriors): number {
  const expected = firstRated === 0 ? priors.meanSuccess : firstExpected / firstRated;
  const prior = betaOfMean(expected, priors.successWeightTrials);
  const mean = betaMean(betaPosterior(prior, { successes: firstSuccesses, trials: firstRated }));
  // Equal tallies must share a rank, whatever the order in which their sums were made.
  return Math.round(mean * 1e9) / 1e9;
}

/** `rates` fall from the best on. */
function shareBelow(rates: readonly number[], rate: number): number {
  let low = 0;
  let high = rates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rates[middle] ?? 0) >= rate) low = middle + 1;
    else high = middle;
  }
  return (rates.length - low) / rates.length;
}

const medals: readonly Badge[] = ["first", "second", "third"];
const topTenth = 0.9;

function badgeOf(rank: number | null, percentile: number | null, leaderboardPlaces: number): Badge | null {
  if (rank === null || percentile === null) return null;
  const medal = medals[rank - 1];
  if (medal !== undefined) return medal;
  if (rank <= leaderboardPlaces) return "leaderboard";
  return percentile >= topTenth ? "top_tenth" : null;
}
