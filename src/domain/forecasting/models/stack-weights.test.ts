import { describe, expect, it } from "vitest";
import { type StackedHours, stackWeights } from "./stack-weights.ts";

/** `count` in every hour, of which one model says `first` and the other `second`. */
const hours = (count: number, first: number, second: number, length = 500): StackedHours => ({
  counts: Array.from({ length }, () => count),
  weights: Array.from({ length }, () => 1),
  means: [Array.from({ length }, () => first), Array.from({ length }, () => second)],
});

describe("weights of models", () => {
  it("are the priors where nothing came", () => {
    expect(stackWeights([hours(0, 0, 0, 0)], [0.75, 0.25])).toEqual([[0.75, 0.25]]);
  });

  it("make of two that err in opposite directions what came", () => {
    const [weights] = stackWeights([hours(4, 2, 8)], [0.5, 0.5]);
    // 2 · ⅔ + 8 · ⅓ = 4
    expect(weights?.[0]).toBeCloseTo(2 / 3, 1);
    expect((weights?.[0] ?? 0) + (weights?.[1] ?? 0)).toBeCloseTo(1);
  });

  it("follow all series where a series has little to say, and itself where it has much", () => {
    const [alike, thin, other] = stackWeights(
      [hours(10, 10, 20), hours(10, 10, 20, 2), hours(10, 20, 10)],
      [0.5, 0.5],
    );
    expect(alike?.[0]).toBeGreaterThan(0.9);
    expect(other?.[1]).toBeGreaterThan(0.9);
    expect(Math.abs((thin?.[0] ?? 0) - 0.5)).toBeLessThan(0.3);
  });

  it("count an hour for what it weighs", () => {
    const own = hours(10, 10, 20);
    const later = hours(10, 20, 10);
    const mixed: StackedHours = {
      counts: [...own.counts, ...later.counts],
      weights: [...own.weights, ...later.weights.map(() => 0.01)],
      means: own.means.map((means, model) => [...means, ...(later.means[model] ?? [])]),
    };
    expect(stackWeights([mixed], [0.5, 0.5])[0]?.[0]).toBeGreaterThan(0.9);
  });
});
