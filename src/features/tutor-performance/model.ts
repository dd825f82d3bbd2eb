import { fitBetaBinomialByMaximumLikelihood } from "#domain/stats/beta-binomial.ts";
import { type BetaDistribution, betaMean, betaOfMean, type Tally } from "#domain/stats/beta-posterior.ts";
import { fitPriorWeight } from "#domain/stats/prior-weight.ts";
import { heldExpectation } from "./expected-of-kinds.ts";
import {
  type ExpectedSuccess,
  expectSuccess,
  fitExpectedSuccess,
  type KindTally,
} from "./expected-success.ts";
import type { TutorPriors } from "./flags.ts";
import type { TutorSettings } from "./weights.ts";

/** What one tutor did before the day of the model. */
export type TutorObservation = {
  tutorId: number;
  offered: readonly string[];
  /** Rated first sessions by kind. */
  kinds: readonly KindTally[];
  /** Cancelled by the tutor, of those that were due. */
  cancellations: Tally;
  /** Of the days of which the utilisation is taken. */
  hoursTaught: number;
  hoursAvailable: number;
  /** By subject: ratings and their sum. */
  ratings: readonly { subjectCode: string; rated: number; ratingSum: number }[];
};

/** What all tutors together do in a subject. Null where nothing was seen. */
export type SubjectBenchmark = {
  subjectCode: string;
  firstRated: number;
  successRate: number | null;
  meanRating: number | null;
  utilisation: number | null;
};

/** What all tutors together lead one to expect. Plain data, so that it can be stored. */
export type TutorModel = {
  expected: ExpectedSuccess | null;
  priors: TutorPriors;
  benchmarks: readonly SubjectBenchmark[];
  /** False where the records were not read to their end once when it was made. */
  isComplete: boolean;
};

/** Makes the model of a day from what each tutor did before it. */
export function buildTutorModel(
  observations: readonly TutorObservation[],
  isComplete: boolean,
  { model }: Pick<TutorSettings, "model">,
): TutorModel {
  const kinds = pooledKinds(observations);
  const isEnough = addTallies(kinds).trials >= model.leastFirstSessions;
  const expected = isEnough ? fitExpectedSuccess(kinds) : null;
  return {
    expected,
    priors: {
      ...successPriors(observations, expected, model),
      cancellation: cancellationPrior(observations, model),
    },
    benchmarks: benchmarksOf(observations),
    isComplete,
  };
}

function pooledKinds(observations: readonly TutorObservation[]): KindTally[] {
  const pooled = new Map<string, KindTally>();
  for (const kind of observations.flatMap(({ kinds }) => kinds)) {
    const key = `${kind.subjectCode} ${kind.isNewCustomer} ${kind.daypart}`;
    const { successes = 0, trials = 0 } = pooled.get(key) ?? {};
    pooled.set(key, { ...kind, successes: successes + kind.successes, trials: trials + kind.trials });
  }
  // In one order, so that the same sessions give the same model whatever order they were read in.
  return [...pooled].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

function successPriors(
  observations: readonly TutorObservation[],
  expected: ExpectedSuccess | null,
  { leastTutors, success, mostWeightTrials }: TutorSettings["model"],
) {
  const seen = observations.filter(({ kinds }) => kinds.length > 0);
  const tallies = seen.map(({ kinds }) => {
    const { successes, trials } = addTallies(kinds);
    const expectedSuccesses = kinds.reduce(
      (sum, kind) =>
        sum + kind.trials * heldExpectation(expected === null ? success.mean : expectSuccess(expected, kind)),
      0,
    );
    return { successes, trials, expectedRate: expectedSuccesses / trials };
  });
  const all = addTallies(tallies);
  const weight = tallies.length < leastTutors ? success.weightTrials : fitPriorWeight(tallies);
  return {
    successWeightTrials: Math.min(mostWeightTrials, weight),
    meanSuccess: heldExpectation(
      (all.successes + success.weightTrials * success.mean) / (all.trials + success.weightTrials),
    ),
  };
}

function cancellationPrior(
  observations: readonly TutorObservation[],
  { leastTutors, cancellation, mostWeightTrials }: TutorSettings["model"],
): BetaDistribution {
  const tallies = observations.map(({ cancellations }) => cancellations).filter(({ trials }) => trials > 0);
  if (tallies.length < leastTutors) return betaOfMean(cancellation.mean, cancellation.weightTrials);
  const { prior } = fitBetaBinomialByMaximumLikelihood(tallies);
  return betaOfMean(betaMean(prior), Math.min(mostWeightTrials, prior.alpha + prior.beta));
}

type SubjectSums = {
  first: Tally;
  rated: number;
  ratingSum: number;
  hoursTaught: number;
  hoursAvailable: number;
};

function benchmarksOf(observations: readonly TutorObservation[]): SubjectBenchmark[] {
  const sums = new Map<string, SubjectSums>();
  const of = (subjectCode: string) => {
    const known = sums.get(subjectCode);
    if (known !== undefined) return known;
    const none = {
      first: { successes: 0, trials: 0 },
      rated: 0,
      ratingSum: 0,
      hoursTaught: 0,
      hoursAvailable: 0,
    };
    sums.set(subjectCode, none);
    return none;
  };
  for (const { kinds, ratings, offered, hoursTaught, hoursAvailable } of observations) {
    for (const kind of kinds) of(kind.subjectCode).first = addTallies([of(kind.subjectCode).first, kind]);
    for (const { subjectCode, rated, ratingSum } of ratings) {
      of(subjectCode).rated += rated;
      of(subjectCode).ratingSum += ratingSum;
    }
    // Who was never available says nothing of how full tutors are.
    if (hoursAvailable === 0) continue;
    for (const subjectCode of offered) {
      of(subjectCode).hoursTaught += hoursTaught;
      of(subjectCode).hoursAvailable += hoursAvailable;
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, sum]) => toBenchmark(code, sum));
}

function toBenchmark(subjectCode: string, sum: SubjectSums): SubjectBenchmark {
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    subjectCode,
    firstRated: sum.first.trials,
    successRate: share(sum.first.successes, sum.first.trials),
    meanRating: share(sum.ratingSum, sum.rated),
    utilisation: share(sum.hoursTaught, sum.hoursAvailable),
  };
}

function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { successes, trials }) => ({ successes: sum.successes + successes, trials: sum.trials + trials }),
    { successes: 0, trials: 0 },
  );
}
