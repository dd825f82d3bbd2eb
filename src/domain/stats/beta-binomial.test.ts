import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import {
  betaBinomialLogLikelihood,
  fitBetaBinomialByMaximumLikelihood,
  fitBetaBinomialByMoments,
  mostWeightTrials,
} from "./beta-binomial.ts";

/** Tumours among rats of 71 groups: Gelman et al., Bayesian Data Analysis, 3rd edition, table 5.1. */
const tumours = [
  [0, 20, 7],
  [0, 19, 4],
  [0, 18, 2],
  [0, 17, 1],
  [1, 20, 4],
  [1, 19, 2],
  [1, 18, 2],
  [2, 25, 1],
  [2, 24, 1],
  [2, 23, 1],
  [2, 20, 6],
  [1, 10, 1],
  [5, 49, 1],
  [2, 19, 1],
  [5, 46, 1],
  [3, 27, 1],
  [2, 17, 1],
  [7, 49, 1],
  [7, 47, 1],
  [3, 20, 2],
  [2, 13, 1],
  [9, 48, 1],
  [10, 50, 1],
  [4, 20, 7],
  [10, 48, 1],
  [4, 19, 3],
  [5, 22, 1],
  [11, 46, 1],
  [12, 49, 1],
  [5, 20, 2],
  [6, 23, 1],
  [5, 19, 1],
  [6, 22, 1],
  [6, 20, 3],
  [16, 52, 1],
  [15, 46, 1],
  [15, 47, 1],
  [9, 24, 1],
  [4, 14, 1],
].flatMap(([successes = 0, trials = 0, times = 0]) =>
  Array.from({ length: times }, () => ({ successes, trials })),
);

describe("a Beta-binomial fitted to the rat tumours", () => {
  // SciPy 1.17, optimize.minimize (BFGS) of the same likelihood; the book's mode lies at (−1.75, 2.8) in
  // (ln α/β, ln(α + β)).
  it("has the maximum likelihood of the reference", () => {
    const { prior, isPooled } = fitBetaBinomialByMaximumLikelihood(tumours);
    expect(isPooled).toBe(false);
    expect(prior.alpha).toBeCloseTo(2.34160797, 4);
    expect(prior.beta).toBeCloseTo(14.11476756, 3);
    expect(betaBinomialLogLikelihood(tumours, prior)).toBeCloseTo(-730.3384545244221, 6);
  });

  // The same formula in exact fractions (Python 3, fractions.Fraction).
  it("has the moments of the reference", () => {
    const { prior } = fitBetaBinomialByMoments(tumours);
    expect(prior.alpha + prior.beta).toBeCloseTo(21.795953425172275, 8);
    expect(prior.alpha).toBeCloseTo(3.3464747352047137, 8);
  });
});

describe("tallies that differ no more than chance makes them", () => {
  const alike = Array.from({ length: 30 }, () => ({ successes: 8, trials: 10 }));

  it.each([fitBetaBinomialByMoments, fitBetaBinomialByMaximumLikelihood])("are pooled by %s", (estimate) => {
    const { prior, isPooled } = estimate(alike);
    expect(isPooled).toBe(true);
    expect(prior.alpha + prior.beta).toBeCloseTo(mostWeightTrials, 0);
    expect(prior.alpha / (prior.alpha + prior.beta)).toBeCloseTo(0.8, 6);
  });

  it.each([0, 10])("leave room where all have %i of 10", (successes) => {
    const all = alike.map(({ trials }) => ({ successes, trials }));
    const { prior } = fitBetaBinomialByMaximumLikelihood(all);
    expect(prior.alpha).toBeGreaterThan(0);
    expect(prior.beta).toBeGreaterThan(0);
  });
});

it("finds the distribution that the rates came from", () => {
  const generator = xoroshiro128plus(11);
  const unit = () => uniformFloat64(generator);
  // A Beta of whole parameters is an order statistic: of 19 uniform draws the 16th is Beta(16, 4).
  const rate = () => Array.from({ length: 19 }, unit).sort((a, b) => a - b)[15] ?? 0;
  const tallies = Array.from({ length: 4000 }, () => {
    const own = rate();
    const trials = 3 + Math.floor(unit() * 30);
    return { trials, successes: Array.from({ length: trials }, unit).filter((draw) => draw < own).length };
  });
  for (const estimate of [fitBetaBinomialByMoments, fitBetaBinomialByMaximumLikelihood]) {
    const { prior } = estimate(tallies);
    expect(prior.alpha / (prior.alpha + prior.beta)).toBeCloseTo(0.8, 2);
    expect(prior.alpha + prior.beta).toBeGreaterThan(17);
    expect(prior.alpha + prior.beta).toBeLessThan(23);
  }
});

it("needs two tallies with trials", () => {
  expect(() =>
    fitBetaBinomialByMoments([
      { successes: 1, trials: 2 },
      { successes: 0, trials: 0 },
    ]),
  ).toThrow(/two tallies/);
});
