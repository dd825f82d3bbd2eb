import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, it } from "vitest";
import { fitBetaBinomialByMaximumLikelihood, mostWeightTrials } from "./beta-binomial.ts";
import { fitPriorWeight } from "./prior-weight.ts";

const generator = xoroshiro128plus(5);
const unit = () => uniformFloat64(generator);
/** Beta(a, b) of whole parameters, as the order statistic that it is. */
const betaDraw = (a: number, b: number) =>
  Array.from({ length: a + b - 1 }, unit).sort((x, y) => x - y)[a - 1] ?? 0;

function tallyOf(rate: number) {
  const trials = 5 + Math.floor(unit() * 30);
  return { trials, successes: Array.from({ length: trials }, unit).filter((draw) => draw < rate).length };
}

it("finds the weight, whatever mean each tally is expected to have", () => {
  const easy = Array.from({ length: 1500 }, () => ({ ...tallyOf(betaDraw(18, 2)), expectedRate: 0.9 }));
  const hard = Array.from({ length: 1500 }, () => ({ ...tallyOf(betaDraw(12, 8)), expectedRate: 0.6 }));
  const weight = fitPriorWeight([...easy, ...hard]);
  expect(weight).toBeGreaterThan(17);
  expect(weight).toBeLessThan(23);
});

it("equals the fit of mean and weight where one mean is expected of all", () => {
  const tallies = Array.from({ length: 300 }, () => tallyOf(betaDraw(8, 2)));
  const { prior } = fitBetaBinomialByMaximumLikelihood(tallies);
  const weight = prior.alpha + prior.beta;
  const expectedRate = prior.alpha / weight;
  expect(fitPriorWeight(tallies.map((tally) => ({ ...tally, expectedRate })))).toBeCloseTo(weight, 2);
});

it("relies on the expectation where nothing speaks against it", () => {
  const tallies = Array.from({ length: 40 }, () => ({ successes: 8, trials: 10, expectedRate: 0.8 }));
  expect(fitPriorWeight(tallies)).toBeCloseTo(mostWeightTrials, -1);
});
