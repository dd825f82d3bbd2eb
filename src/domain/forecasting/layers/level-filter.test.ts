import { describe, expect, it } from "vitest";
import { seededRandom } from "../../stats/seeded-random.ts";
import { countQuantile } from "../count-quantile.ts";
import { filterLevels } from "./level-filter.ts";

const days = 90;

/** Poisson days with 40 expected at level 1. */
function draw(levelOf: (day: number) => number, seed = 3) {
  const random = seededRandom(seed);
  const counts = Float64Array.from({ length: days }, (_, day) =>
    countQuantile({ kind: "negative_binomial", mean: 40 * levelOf(day), dispersion: 0, known: 0 }, random()),
  );
  return { counts, expected: new Float64Array(days).fill(40) };
}

const filtered = (levelOf: (day: number) => number) => {
  const [level] = filterLevels([draw(levelOf)]).levels;
  if (level === undefined) throw new Error("no level");
  return level;
};

describe("the level of a series", () => {
  it("stays where nothing moves, with a long memory", () => {
    const level = filtered(() => 1);
    expect(level.ahead(4).level).toBeCloseTo(1, 1);
    expect(level.memoryDays).toBeGreaterThan(20);
    expect(Math.abs(level.ahead(7).trend - 1)).toBeLessThan(0.03);
  });

  it("follows a shift within the week", () => {
    expect(filtered((day) => (day < 83 ? 1 : 1.8)).path.at(-1)).toBeGreaterThan(1.55);
    expect(filtered((day) => (day < 60 ? 1 : 0.5)).path.at(-1)).toBeLessThan(0.56);
    // Far beyond what one odd day may move it.
    expect(filtered((day) => (day < 83 ? 1 : 6)).path.at(-1)).toBeGreaterThan(4.5);
  });

  it("goes on growing where it has grown", () => {
    const level = filtered((day) => Math.exp(0.008 * (day - days)));
    expect(level.ahead(7).trend).toBeGreaterThan(1.02);
    expect(level.path.at(-1)).toBeGreaterThan(0.93);
  });

  it("is not moved far by one odd day", () => {
    const level = filtered((day) => (day === days - 1 ? 4 : 1));
    expect(level.path.at(-1)).toBeLessThan(1.15);
  });

  it("keeps its level over days of which nothing is known", () => {
    const daily = draw(() => 1.5);
    daily.expected.fill(0, 70);
    daily.counts.fill(0, 70);
    expect(filterLevels([daily]).levels[0]?.path.at(-1)).toBeCloseTo(1.5, 1);
  });

  it("takes what others do for a series that has nothing to say", () => {
    const busy = draw(() => 1);
    const empty = { counts: new Float64Array(days), expected: new Float64Array(days) };
    expect(filterLevels([busy, empty]).levels[1]?.path.at(-1)).toBeCloseTo(1, 9);
  });

  it("lets one series that has moved say only so much to those that have not", () => {
    const still = draw(() => 1, 5);
    const moved = Array.from({ length: 2 }, (_, seed) => draw((day) => (day < 60 ? 1 : 8), seed));
    expect(filterLevels([still, ...moved]).levels[0]?.memoryDays).toBeGreaterThan(15);
  });
});
