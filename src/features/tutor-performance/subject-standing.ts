import { betaOfMean, betaPosterior, probabilityBelow } from "#domain/stats/beta-posterior.ts";
import { heldExpectation } from "./expected-of-kinds.ts";
import type { SubjectBenchmark } from "./model.ts";
import type { SubjectCounts } from "./tutor-records.ts";
import type { TutorSettings } from "./weights.ts";

export type SubjectStanding = {
  counts: SubjectCounts;
  /** First-session success of all tutors in the subject; null where none was rated. */
  benchmark: number | null;
  /** How probable it is that the tutor's true rate lies under the benchmark; null without a rated first session. */
  certaintyBelow: number | null;
  /** Null where nothing can be said. */
  standing: "strength" | "weakness" | "usual" | null;
};

/**
 * A tutor's subject against its benchmark. The benchmark itself is the prior, with the weight that tutors' rates have; a weakness is
 * as certain as a raised flag, a strength as certain the other way.
 */
export function judgeSubject(
  counts: SubjectCounts,
  benchmark: SubjectBenchmark | undefined,
  weightTrials: number,
  { raiseFrom }: TutorSettings["flags"],
): SubjectStanding {
  const rate = benchmark?.successRate ?? null;
  if (rate === null || counts.firstRated === 0) {
    return { counts, benchmark: rate, certaintyBelow: null, standing: null };
  }
  const limit = heldExpectation(rate);
  const posterior = betaPosterior(betaOfMean(limit, weightTrials), {
    successes: counts.firstSuccesses,
    trials: counts.firstRated,
  });
  const certaintyBelow = probabilityBelow(posterior, limit);
  return { counts, benchmark: rate, certaintyBelow, standing: standingOf(certaintyBelow, raiseFrom) };
}

function standingOf(certaintyBelow: number, raiseFrom: number) {
  if (certaintyBelow >= raiseFrom) return "weakness";
  return certaintyBelow <= 1 - raiseFrom ? "strength" : "usual";
}
