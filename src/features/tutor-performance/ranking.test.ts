import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { TutorPriors } from "./flags.ts";
import { type Rankable, rankTutors } from "./ranking.ts";
import { defaultTutorSettings as settings } from "./weights.ts";

const priors: TutorPriors = {
  successWeightTrials: 20,
  meanSuccess: 0.8,
  cancellation: { alpha: 1, beta: 30 },
};
const tutor = (tutorId: number, firstSuccesses: number, firstRated: number, expected = 0.8): Rankable => ({
  tutorId,
  firstSuccesses,
  firstRated,
  firstExpected: expected * firstRated,
});

describe("the ranking", () => {
  it("does not let one lucky streak lead", () => {
    const ranked = rankTutors([tutor(1, 10, 10), tutor(2, 96, 100)], priors, settings);
    expect(ranked.map(({ tutorId, rank }) => [tutorId, rank])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(ranked[0]?.shrunkenSuccess).toBeCloseTo((16 + 10) / 30, 9);
  });

  it("lists those with few rated first sessions as not ranked yet", () => {
    expect(rankTutors([tutor(1, 9, 9)], priors, settings)).toEqual([
      { tutorId: 1, shrunkenSuccess: expect.any(Number), rank: null, percentile: null, badge: null },
    ]);
  });

  it("lets equals share a rank and leaves out the next", () => {
    const ranked = rankTutors(
      [tutor(1, 30, 40), tutor(2, 38, 40), tutor(3, 38, 40), tutor(4, 36, 40)],
      priors,
      settings,
    );
    expect(ranked.map(({ rank }) => rank)).toEqual([4, 1, 1, 3]);
    expect(ranked.map(({ badge }) => badge)).toEqual(["leaderboard", "first", "first", "third"]);
    expect(ranked.map(({ percentile }) => percentile)).toEqual([0, 0.5, 0.5, 0.25]);
  });

  it("gives every tutor the rate of all where nothing was rated", () => {
    expect(rankTutors([tutor(1, 0, 0)], priors, settings)[0]?.shrunkenSuccess).toBeCloseTo(0.8, 9);
  });
});

test("whoever ranks higher is never the lower in shrunken success", () => {
  const field = fc.array(
    fc
      .integer({ min: 10, max: 60 })
      .chain((rated) =>
        fc.record({ rated: fc.constant(rated), successes: fc.integer({ min: 0, max: rated }) }),
      ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(field, (tallies) => {
      const tutors = tallies.map(({ rated, successes }, index) => tutor(index + 1, successes, rated));
      const ranked = rankTutors(tutors, priors, settings);
      for (const a of ranked)
        for (const b of ranked)
          expect((a.rank ?? 0) < (b.rank ?? 0)).toBe(a.shrunkenSuccess > b.shrunkenSuccess);
      if (ranked.length > 0) expect(Math.min(...ranked.map(({ rank }) => rank ?? 0))).toBe(1);
    }),
  );
});
