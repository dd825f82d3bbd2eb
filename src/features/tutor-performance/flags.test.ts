import { describe, expect, it } from "vitest";
import { assessFlags, type FlagCode, type TutorPriors } from "./flags.ts";
import { mondayOf, noCounts, type TutorDay } from "./tutor-days.ts";
import { defaultTutorSettings } from "./weights.ts";

const priors: TutorPriors = {
  successWeightTrials: 20,
  meanSuccess: 0.8,
  cancellation: { alpha: 2, beta: 58 },
};
// 2026-03-09, a Monday.
const monday = 20_521;
const lastDay = monday + 6;
const none: ReadonlySet<FlagCode> = new Set();

/** One day with first sessions of the given successes, `expected` of each. */
const firstSessions = (day: number, successes: number, rated: number, expected = 0.8): TutorDay => ({
  ...noCounts,
  day,
  completed: rated,
  firstSessions: rated,
  firstRated: rated,
  firstSuccesses: successes,
  firstExpected: rated * expected,
});
/** So many weeks up to the last Monday, earliest first. */
const weekly = (weeks: number, successes: number, rated: number, lastMonday = monday) =>
  Array.from({ length: weeks }, (_, week) =>
    firstSessions(lastMonday - 7 * (weeks - 1 - week), successes, rated),
  );

function assess(days: readonly TutorDay[], code: FlagCode, before = none) {
  const flag = assessFlags(days, lastDay, priors, before, defaultTutorSettings).find(
    (found) => found.code === code,
  );
  if (flag === undefined) throw new Error(`no ${code}`);
  return flag;
}

describe("underperforming", () => {
  it("is raised by many poor first sessions and names what it rests on", () => {
    const flag = assess(weekly(10, 3, 6), "underperforming");
    expect(flag).toMatchObject({ isRaised: true, evidence: { successes: 30, trials: 60, limit: 0.7 } });
    // Beta(16 + 30, 4 + 30): SciPy 1.17, stats.beta.cdf(0.7, 46, 34).
    expect(flag.certainty).toBeCloseTo(0.99048895, 6);
  });

  it("is not raised by three unlucky sessions", () => {
    expect(assess([firstSessions(monday, 0, 3)], "underperforming").isRaised).toBe(false);
  });

  it("looks at the last quarter alone", () => {
    expect(assess(weekly(10, 0, 6, monday - 100), "underperforming").evidence.trials).toBe(0);
  });

  it("expects less of hard subjects and new customers", () => {
    const hard = weekly(10, 4, 6).map((day) => ({ ...day, firstExpected: day.firstRated * 0.66 }));
    expect(assess(hard, "underperforming").certainty).toBeGreaterThan(
      assess(weekly(10, 4, 6), "underperforming").certainty,
    );
  });
});

describe("a raised flag", () => {
  const raised: ReadonlySet<FlagCode> = new Set(["underperforming"]);
  // 109 of 160 against a limit of 72 %: SciPy 1.17, stats.beta.cdf(0.72, 125, 55) = 0.7688.
  const days = [firstSessions(monday - 49, 11, 20), ...weekly(7, 14, 20)];
  const settings = { ...defaultTutorSettings, underperforming: { leastSuccess: 0.72, windowDays: 84 } };

  it("stays at a certainty that would not raise it", () => {
    const [unraised] = assessFlags(days, lastDay, priors, none, settings);
    expect(unraised?.certainty).toBeCloseTo(0.76875, 4);
    expect(unraised?.isRaised).toBe(false);
    expect(assessFlags(days, lastDay, priors, raised, settings)[0]?.isRaised).toBe(true);
  });

  it("falls below the lower limit", () => {
    const better = [...weekly(8, 15, 20)];
    expect(assessFlags(better, lastDay, priors, raised, settings)[0]?.isRaised).toBe(false);
  });
});

describe("needs coaching", () => {
  it("is raised by a drop that lasts, with the week since when", () => {
    const days = [...weekly(10, 9, 10, monday - 28), ...weekly(4, 4, 10)];
    const flag = assess(days, "needs_coaching");
    expect(flag.isRaised).toBe(true);
    expect(flag.evidence.drop).toMatchObject({
      sinceDay: mondayOf(monday) - 21,
      before: { successes: 90, trials: 100 },
    });
    expect(flag.evidence).toMatchObject({ successes: 16, trials: 40 });
  });

  it("is not raised where a tutor has always been poor", () => {
    expect(assess(weekly(16, 5, 10), "needs_coaching").isRaised).toBe(false);
  });
});

describe("high cancellation", () => {
  it("is raised where the tutor cancels far more than a tenth", () => {
    const days = weekly(6, 0, 0).map((day) => ({ ...day, completed: 7, cancelledByTutor: 3 }));
    expect(assess(days, "high_cancellation")).toMatchObject({
      isRaised: true,
      evidence: { successes: 18, trials: 60 },
    });
  });

  it("is not raised by the customers who did not come", () => {
    const days = weekly(6, 0, 0).map((day) => ({ ...day, completed: 7, noShows: 3 }));
    expect(assess(days, "high_cancellation").isRaised).toBe(false);
  });
});
