import betaln from "@stdlib/math-base-special-betaln";
import digamma from "@stdlib/math-base-special-digamma";
import { type BetaDistribution, betaOfMean, type Tally } from "./beta-posterior.ts";

/**
 * Rates that differ from one to the next as a Beta distribution says, each seen through its own number of
 * trials. The distribution, found from all tallies together, is the prior that each single rate is shrunk towards.
 */
export type BetaBinomialFit = {
  prior: BetaDistribution;
  /** True where the tallies differ no more than chance makes them: the weight then is `mostWeightTrials`. */
  isPooled: boolean;
};

/** Weight of a prior that says "all rates are the same". Beyond it the likelihood is flat. */
export const mostWeightTrials = 1e5;
const leastWeightTrials = 0.1;

/**
 * Method of moments for tallies of unequal size. With p = Σ successes ÷ Σ trials and N = Σ trials,
 * S = Σ nᵢ(p̂ᵢ − p)², k tallies: the correlation ρ = (S − p(1 − p)(k − 1)) ÷ (p(1 − p)(N − Σ nᵢ²/N − (k − 1)))
 * gives the weight 1/ρ − 1.
 * @param tallies those without trials are left out
 * @throws RangeError where fewer than two have trials
 * @see Kleinman, Journal of the American Statistical Association 68 (1973), weights nᵢ
 */
export function fitBetaBinomialByMoments(tallies: readonly Tally[]): BetaBinomialFit {
  const seen = withTrials(tallies);
  const trials = sum(seen, (tally) => tally.trials);
  const mean = pooledMean(seen);
  const variance = mean * (1 - mean);
  const spread = sum(seen, ({ successes, trials: n }) => n * (successes / n - mean) ** 2);
  const degrees = seen.length - 1;
  const room = trials - sum(seen, (tally) => tally.trials ** 2) / trials - degrees;
  const correlation = room > 0 ? (spread - variance * degrees) / (variance * room) : 0;
  const weight = correlation > 0 ? 1 / correlation - 1 : Number.POSITIVE_INFINITY;
  return ofWeight(mean, weight);
}

/**
 * Maximum likelihood of mean and weight, by Newton steps on (logit mean, log weight) with the slopes from the
 * digamma function, begun at the moments.
 * @param tallies those without trials are left out
 * @throws RangeError where fewer than two have trials
 * @see Griffiths, Biometrics 29 (1973)
 */
export function fitBetaBinomialByMaximumLikelihood(tallies: readonly Tally[]): BetaBinomialFit {
  const seen = withTrials(tallies);
  const start = fitBetaBinomialByMoments(seen);
  // From the flat end there is no slope to follow: begin where tallies still have a say.
  const weight = Math.min(start.prior.alpha + start.prior.beta, 100);
  const mean = pooledMean(seen);
  let at: Point = [Math.log(mean / (1 - mean)), Math.log(weight)];
  for (let step = 0; step < mostSteps; step++) {
    const next = climb(seen, at);
    if (Math.abs(next[0] - at[0]) + Math.abs(next[1] - at[1]) < tolerance) break;
    at = next;
  }
  return ofWeight(1 / (1 + Math.exp(-at[0])), Math.exp(at[1]));
}

/**
 * Log likelihood of the tallies without the binomial coefficients, which no parameter changes:
 * Σ ln B(α + successes, β + failures) − ln B(α, β).
 */
export function betaBinomialLogLikelihood(
  tallies: readonly Tally[],
  { alpha, beta }: BetaDistribution,
): number {
  const base = betaln(alpha, beta);
  return sum(tallies, ({ successes, trials }) => betaln(alpha + successes, beta + trials - successes) - base);
}

type Point = [logitMean: number, logWeight: number];
const mostSteps = 200;
const tolerance = 1e-10;
const stepForSlope = 1e-4;

/** One step uphill: Newton's where the surface is a hill, along the slope otherwise; halved until it helps. */
function climb(tallies: readonly Tally[], at: Point): Point {
  const here = heightAt(tallies, at);
  const slope = slopeAt(tallies, at);
  let step = newtonStep(tallies, at, slope);
  for (let halving = 0; halving < 40; halving++) {
    const next = within([at[0] + step[0], at[1] + step[1]]);
    if (heightAt(tallies, next) > here) return next;
    step = [step[0] / 2, step[1] / 2];
  }
  return at;
}

function newtonStep(tallies: readonly Tally[], at: Point, slope: Point): Point {
  const [a, b] = slopeAt(tallies, [at[0] + stepForSlope, at[1]]);
  const [c, d] = slopeAt(tallies, [at[0], at[1] + stepForSlope]);
  const [xx, xy, yy] = [
    (a - slope[0]) / stepForSlope,
    ((b - slope[1]) / stepForSlope + (c - slope[0]) / stepForSlope) / 2,
    (d - slope[1]) / stepForSlope,
  ];
  const determinant = xx * yy - xy * xy;
  if (!(xx < 0 && determinant > 0)) {
    const length = Math.hypot(...slope) || 1;
    return [slope[0] / length, slope[1] / length];
  }
  return [(xy * slope[1] - yy * slope[0]) / determinant, (xy * slope[0] - xx * slope[1]) / determinant];
}

function slopeAt(tallies: readonly Tally[], [logitMean, logWeight]: Point): Point {
  const mean = 1 / (1 + Math.exp(-logitMean));
  const weight = Math.exp(logWeight);
  const [alpha, beta] = [mean * weight, (1 - mean) * weight];
  const ends = [digamma(alpha), digamma(beta), digamma(weight)] as const;
  let byAlpha = 0;
  let byBeta = 0;
  for (const { successes, trials } of tallies) {
    const whole = digamma(weight + trials) - ends[2];
    byAlpha += digamma(alpha + successes) - ends[0] - whole;
    byBeta += digamma(beta + trials - successes) - ends[1] - whole;
  }
  return [weight * mean * (1 - mean) * (byAlpha - byBeta), alpha * byAlpha + beta * byBeta];
}

const heightAt = (tallies: readonly Tally[], [logitMean, logWeight]: Point) =>
  betaBinomialLogLikelihood(tallies, betaOfMean(1 / (1 + Math.exp(-logitMean)), Math.exp(logWeight)));

const within = ([logitMean, logWeight]: Point): Point => [
  Math.max(-12, Math.min(12, logitMean)),
  Math.max(Math.log(leastWeightTrials), Math.min(Math.log(mostWeightTrials), logWeight)),
];

function ofWeight(mean: number, weight: number): BetaBinomialFit {
  const isPooled = !(weight < mostWeightTrials * 0.999);
  const held = Math.max(leastWeightTrials, Math.min(mostWeightTrials, weight));
  return { prior: betaOfMean(mean, held), isPooled };
}

function withTrials(tallies: readonly Tally[]): readonly Tally[] {
  const seen = tallies.filter(({ trials }) => trials > 0);
  if (seen.length < 2) throw new RangeError("two tallies with trials are needed to see how rates differ");
  return seen;
}

/** Half a success and half a failure more, so that "all of them" and "none" still leave room. */
function pooledMean(tallies: readonly Tally[]): number {
  const trials = sum(tallies, (tally) => tally.trials);
  const successes = sum(tallies, (tally) => tally.successes);
  const isExtreme = successes === 0 || successes === trials;
  return isExtreme ? (successes + 0.5) / (trials + 1) : successes / trials;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
