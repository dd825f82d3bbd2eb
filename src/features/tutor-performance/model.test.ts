import { expect, it } from "vitest";
import { betaMean } from "#domain/stats/beta-posterior.ts";
import { seededRandom } from "#domain/stats/seeded-random.ts";
import { buildTutorModel, type TutorObservation } from "./model.ts";
import { judgeSubject } from "./subject-standing.ts";
import { defaultTutorSettings } from "./weights.ts";

/** Tutors whose true rate is 60 % in physics and 90 % in history, each seen 40 times in both. */
function observe(tutors: number): TutorObservation[] {
  const random = seededRandom(3);
  const draw = (rate: number) => Array.from({ length: 40 }, random).filter((value) => value < rate).length;
  return Array.from({ length: tutors }, (_, index) => ({
    tutorId: index + 1,
    offered: ["physics"],
    kinds: [
      { subjectCode: "physics", isNewCustomer: true, daypart: "evening", successes: draw(0.6), trials: 40 },
      { subjectCode: "history", isNewCustomer: true, daypart: "evening", successes: draw(0.9), trials: 40 },
    ],
    cancellations: { successes: draw(0.05), trials: 40 },
    hoursTaught: 30,
    hoursAvailable: 60,
    ratings: [{ subjectCode: "physics", rated: 2, ratingSum: 9 }],
  }));
}

it("expects by subject, and sees how alike tutors are", () => {
  const { expected, priors, benchmarks } = buildTutorModel(observe(60), true, defaultTutorSettings);
  expect(expected?.subjects).toEqual(["history", "physics"]);
  expect(priors.meanSuccess).toBeCloseTo(0.75, 1);
  // All have the same true rates: nothing but the cap holds the weight.
  expect(priors.successWeightTrials).toBe(defaultTutorSettings.model.mostWeightTrials);
  expect(betaMean(priors.cancellation)).toBeCloseTo(0.05, 1);
  const physics = benchmarks.find(({ subjectCode }) => subjectCode === "physics");
  expect(physics).toMatchObject({ firstRated: 2400, meanRating: 4.5, utilisation: 0.5 });
  expect(physics?.successRate).toBeCloseTo(0.6, 1);
});

it("takes what is usual with a handful of tutors, and with none", () => {
  const { model } = defaultTutorSettings;
  for (const tutors of [0, 1]) {
    const { expected, priors } = buildTutorModel(observe(tutors), true, defaultTutorSettings);
    expect(expected).toBeNull();
    expect(priors.successWeightTrials).toBe(model.success.weightTrials);
    expect(betaMean(priors.cancellation)).toBeCloseTo(model.cancellation.mean, 9);
  }
});

it("calls a subject a weakness or a strength only on evidence", () => {
  const benchmark = {
    subjectCode: "physics",
    firstRated: 1000,
    successRate: 0.8,
    meanRating: 4,
    utilisation: null,
  };
  const standing = (firstSuccesses: number, firstRated: number) => {
    const counts = { subjectCode: "physics", completed: 0, minutesTaught: 0, rated: 0, ratingSum: 0 };
    const first = { firstSessions: firstRated, firstRated, firstSuccesses, firstExpected: 0.8 * firstRated };
    return judgeSubject({ ...counts, ...first }, benchmark, 20, defaultTutorSettings.flags).standing;
  };
  expect(standing(0, 0)).toBeNull();
  expect(standing(1, 2)).toBe("usual");
  expect(standing(12, 20)).toBe("weakness");
  expect(standing(30, 30)).toBe("strength");
});
