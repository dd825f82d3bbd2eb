import { describe, expect, it } from "vitest";
import { countCutOff, type PastCustomer, summariseBacktest } from "./backtest.ts";
import type { Tier } from "./ladder.ts";

const at = new Date("2026-01-01T06:00:00Z");

const some = (customers: number, tier: Tier, score: number, left: number): PastCustomer[] =>
  Array.from({ length: customers }, (_, index) => ({ tier, score, hasLeft: index < left }));

describe("a backtest", () => {
  const first = countCutOff(at, 100, [
    ...some(10, "critical", 30, 6),
    ...some(20, "at_risk", 60, 4),
    ...some(40, "healthy", 80, 2),
    ...some(30, "thriving", 95, 0),
  ]);
  const second = countCutOff(at, 60, some(50, "thriving", 95, 3));

  it("counts who left by tier, with the lift over the mean", () => {
    const summary = summariseBacktest([first, second]);
    expect(summary).toMatchObject({ customers: 150, left: 15 });
    expect(summary.leaving?.rate).toBeCloseTo(0.1);
    expect(summary.tiers.map(({ tier, customers, left }) => [tier, customers, left])).toEqual([
      ["critical", 10, 6],
      ["at_risk", 20, 4],
      ["healthy", 40, 2],
      ["thriving", 80, 3],
    ]);
    const lifts = [6, 2, 0.5, 0.375];
    for (const [index, { lift }] of summary.tiers.entries()) expect(lift).toBeCloseTo(lifts[index] ?? 0, 10);
  });

  it("says how many who left stood healthy or thriving", () => {
    const { missed } = summariseBacktest([first, second]);
    expect(missed?.rate).toBeCloseTo(5 / 15);
    // Wilson, 5 of 15: Newcombe 1998, method 3.
    expect(missed?.low).toBeCloseTo(0.1518, 3);
    expect(missed?.high).toBeCloseTo(0.5829, 3);
  });

  it("measures how well scores part those who left from those who stayed", () => {
    const perfect = countCutOff(at, 4, [...some(2, "critical", 10, 2), ...some(2, "thriving", 90, 0)]);
    expect(summariseBacktest([perfect]).auc).toBe(1);
    const useless = countCutOff(at, 4, some(4, "healthy", 80, 2));
    expect(summariseBacktest([useless]).auc).toBe(0.5);
    // Pairs of one who left and one who stayed, counted by hand.
    const mixed = countCutOff(at, 8, [
      ...some(3, "critical", 10, 2),
      ...some(2, "healthy", 80, 1),
      ...some(3, "thriving", 90, 1),
    ]);
    const inOrder = 2 * (1 + 2) + 1 * 2;
    const ties = 2 * 1 + 1 * 1 + 1 * 2;
    expect(summariseBacktest([mixed]).auc).toBeCloseTo((inOrder + ties / 2) / 16, 12);
  });

  it("has nothing to say of nobody, and no lift where nobody left", () => {
    expect(summariseBacktest([])).toMatchObject({ leaving: null, missed: null, auc: null });
    const stayed = summariseBacktest([countCutOff(at, 5, some(5, "healthy", 80, 0))]);
    expect(stayed).toMatchObject({ missed: null, auc: null });
    expect(stayed.tiers[2]).toMatchObject({ lift: null, left: 0 });
  });
});
