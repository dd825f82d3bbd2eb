import {
  type BetaDistribution,
  betaMean,
  betaOfMean,
  betaPosterior,
  credibleInterval,
  probabilityBelow,
  type Tally,
} from "#domain/stats/beta-posterior.ts";
import { findRateDrop, type RateSeen } from "#domain/stats/rate-drop.ts";
import { dueSessions } from "./measures.ts";
import { mondayOf, sumDays, type TutorDay } from "./tutor-days.ts";
import type { TutorSettings } from "./weights.ts";

export const flagCodes = ["underperforming", "needs_coaching", "high_cancellation"] as const;

export type FlagCode = (typeof flagCodes)[number];

/** What speaks for a flag: what was seen, what is thought of it, and against which limit. */
export type FlagEvidence = Tally & {
  /** The rate after shrinking, with the interval that holds it with 95 %. */
  rate: number;
  lower: number;
  upper: number;
  limit: number;
  /** What was known before these sessions: the rate expected of this tutor's sessions. */
  expectedRate: number;
  /** Where a rate dropped: since which Monday (number of the day), and what it was before. */
  drop: { sinceDay: number; before: RateSeen } | null;
};

export type AssessedFlag = {
  code: FlagCode;
  /** How probable it is, given the sessions seen, that the true rate lies beyond the limit. */
  certainty: number;
  isRaised: boolean;
  evidence: FlagEvidence;
};

/** What all tutors together say of one before their own sessions are looked at. */
export type TutorPriors = {
  /** Weight of the expected first-session success, in sessions. */
  successWeightTrials: number;
  /** First-session success of all, for tutors without a rated first session. */
  meanSuccess: number;
  /** The tutors' cancellation rates. */
  cancellation: BetaDistribution;
};

/**
 * The three flags of a tutor as of the end of business day `lastDay`. A flag that was raised stays while its
 * certainty is `fallBelow` or more, so that it does not flicker.
 */
export function assessFlags(
  days: readonly TutorDay[],
  lastDay: number,
  priors: TutorPriors,
  raisedBefore: ReadonlySet<FlagCode>,
  settings: TutorSettings,
): AssessedFlag[] {
  const found = [
    assessSuccess(days, lastDay, priors, settings),
    assessSlip(days, lastDay, priors, settings),
    assessCancellation(days, lastDay, priors, settings),
  ];
  return found.map(({ code, certainty, evidence }) => {
    const limit = raisedBefore.has(code) ? settings.flags.fallBelow : settings.flags.raiseFrom;
    return { code, certainty, evidence, isRaised: certainty >= limit };
  });
}

type Found = Omit<AssessedFlag, "isRaised">;

function assessSuccess(
  days: readonly TutorDay[],
  lastDay: number,
  priors: TutorPriors,
  { underperforming: { windowDays, leastSuccess } }: TutorSettings,
): Found {
  const counts = sumDays(days, lastDay - windowDays, lastDay);
  const tally = { successes: counts.firstSuccesses, trials: counts.firstRated };
  const prior = successPrior(counts, priors);
  const posterior = betaPosterior(prior, tally);
  return {
    code: "underperforming",
    certainty: probabilityBelow(posterior, leastSuccess),
    evidence: evidenceOf(tally, prior, posterior, leastSuccess),
  };
}

function assessSlip(
  days: readonly TutorDay[],
  lastDay: number,
  priors: TutorPriors,
  { slipping }: TutorSettings,
): Found {
  const firstMonday = mondayOf(lastDay) - 7 * (slipping.weeks - 1);
  const weeks = Array.from({ length: slipping.weeks }, (_, week) =>
    sumDays(days, firstMonday + 7 * week - 1, Math.min(lastDay, firstMonday + 7 * week + 6)),
  );
  const steps = weeks.map(({ firstSuccesses: successes, firstRated: trials }) => ({ successes, trials }));
  const all = sumDays(days, firstMonday - 1, lastDay);
  const prior = successPrior(all, priors);
  const afterChange = betaOfMean(slipping.afterChange.mean, slipping.afterChange.weightTrials);
  const { certainty, change } = findRateDrop(steps, prior, {
    changePerStep: slipping.changePerWeek,
    leastDrop: slipping.leastDrop,
    afterChange,
  });
  const seen = change?.after ?? { successes: all.firstSuccesses, trials: all.firstRated };
  const posterior = betaPosterior(change === null ? prior : afterChange, seen);
  const before = change?.before.rate ?? betaMean(prior);
  return {
    code: "needs_coaching",
    certainty,
    evidence: {
      ...evidenceOf(seen, prior, posterior, (1 - slipping.leastDrop) * before),
      drop: change === null ? null : { sinceDay: firstMonday + 7 * change.atStep, before: change.before },
    },
  };
}

function assessCancellation(
  days: readonly TutorDay[],
  lastDay: number,
  { cancellation: prior }: TutorPriors,
  { cancelling: { windowDays, mostCancelled } }: TutorSettings,
): Found {
  const counts = sumDays(days, lastDay - windowDays, lastDay);
  const tally = { successes: counts.cancelledByTutor, trials: dueSessions(counts) };
  const posterior = betaPosterior(prior, tally);
  return {
    code: "high_cancellation",
    certainty: 1 - probabilityBelow(posterior, mostCancelled),
    evidence: evidenceOf(tally, prior, posterior, mostCancelled),
  };
}

function successPrior(
  { firstExpected, firstRated }: { firstExpected: number; firstRated: number },
  { meanSuccess, successWeightTrials }: TutorPriors,
): BetaDistribution {
  return betaOfMean(firstRated === 0 ? meanSuccess : firstExpected / firstRated, successWeightTrials);
}

function evidenceOf(
  { successes, trials }: Tally,
  prior: BetaDistribution,
  posterior: BetaDistribution,
  limit: number,
): FlagEvidence {
  return {
    successes,
    trials,
    rate: betaMean(posterior),
    ...credibleInterval(posterior),
    limit,
    expectedRate: betaMean(prior),
    drop: null,
  };
}
