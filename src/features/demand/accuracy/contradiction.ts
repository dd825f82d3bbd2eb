import type { CountDistribution } from "#domain/forecasting/count-distribution.ts";
import { countMean, countVariance } from "#domain/forecasting/count-moments.ts";
import { probabilityAbove, probabilityAtMost } from "#domain/forecasting/count-probabilities.ts";
import { countLawOf } from "#domain/forecasting/shared-error.ts";

/** An hour that has passed, with its law as the standing forecast made it. */
export type Outcome = {
  code: string;
  actual: number;
  known: number;
  remainderMean: number;
  dispersion: number;
};

export type Contradiction = { code: string | null; actual: number; expected: number; probability: number };

/**
 * Whether outcomes contradict the forecast of them. The counts of all subjects together, and those of each, are held
 * against the law of their sum (negative binomial of the same mean and variance): two-sided, half of `falseAlarmRate`
 * for all together, the other half shared out over subjects. So a forecast that is right is contradicted in at most
 * that share of looks, if hours do not hang together; `inflation` widens the laws where the past shows that they do.
 * Answers the most improbable contradiction; null where there is none.
 */
export function findContradiction(
  outcomes: readonly Outcome[],
  { falseAlarmRate, inflation }: { falseAlarmRate: number; inflation: number },
): Contradiction | null {
  const bySubject = [...Map.groupBy(outcomes, ({ code }) => code)];
  const found = [
    { ...compare(null, outcomes, inflation), limit: falseAlarmRate / 2 },
    ...bySubject.map(([code, own]) => ({
      ...compare(code, own, inflation),
      limit: falseAlarmRate / 2 / bySubject.length,
    })),
  ].filter(({ probability, limit }) => probability < limit);
  const [worst] = found.sort((a, b) => a.probability / a.limit - b.probability / b.limit);
  if (worst === undefined) return null;
  const { limit: _, ...contradiction } = worst;
  return contradiction;
}

function compare(code: string | null, outcomes: readonly Outcome[], inflation: number): Contradiction {
  const actual = outcomes.reduce((sum, outcome) => sum + outcome.actual, 0);
  const law = sumLaw(outcomes, inflation);
  const below = probabilityAtMost(law, actual);
  const above = probabilityAbove(law, actual - 1);
  return { code, actual, expected: countMean(law), probability: Math.min(1, 2 * Math.min(below, above)) };
}

/** The law of the sum of independent counts, with its variance times `inflation`. */
export function sumLaw(hours: readonly Omit<Outcome, "code" | "actual">[], inflation = 1): CountDistribution {
  const laws = hours.map(({ known, remainderMean: mean, dispersion }) => ({
    kind: "negative_binomial" as const,
    mean,
    dispersion,
    known,
  }));
  const mean = laws.reduce((sum, law) => sum + law.mean, 0);
  const variance = inflation * laws.reduce((sum, law) => sum + countVariance(law), 0);
  const known = laws.reduce((sum, law) => sum + law.known, 0);
  return countLawOf(known, mean, variance);
}
