import { describe, expect, it } from "vitest";
import { measure } from "./measures.ts";
import { compareStretches } from "./trend.ts";
import { halfStars, noCounts, type TutorDay } from "./tutor-days.ts";
import { defaultTutorSettings } from "./weights.ts";

const lastDay = 20_527;
const compare = (days: readonly TutorDay[]) =>
  compareStretches(days, { lastDay, stretchDays: 28 }, defaultTutorSettings.trend);

function day(daysAgo: number, successes: number, rated: number, stars: readonly number[] = []): TutorDay {
  const ratings = halfStars.map((value) => stars.filter((star) => star === value).length);
  const first = { firstSessions: rated, firstRated: rated, firstSuccesses: successes, firstExpected: 0 };
  return { ...noCounts, day: lastDay - daysAgo, ...first, ratings };
}

describe("the trend of first-session success", () => {
  it("is a decline where it fell by more than a fifth and chance seldom makes that", () => {
    expect(compare([day(40, 36, 40), day(3, 22, 40)]).success).toMatchObject({
      before: 0.9,
      after: 0.55,
      change: expect.closeTo(-0.3889, 4),
      direction: "declining",
    });
  });

  it("is stable where the same share rests on few sessions, or the fall is small", () => {
    expect(compare([day(40, 9, 10), day(3, 7, 10)]).success.direction).toBe("stable");
    expect(compare([day(40, 380, 400), day(3, 330, 400)]).success.direction).toBe("stable");
  });

  it("says when too few sessions bear on it", () => {
    expect(compare([day(40, 2, 2), day(3, 0, 2)]).success).toMatchObject({
      change: -1,
      pValue: null,
      direction: "too_few",
    });
    expect(compare([]).success).toMatchObject({ before: null, after: null, direction: "too_few" });
  });

  it("looks at nothing but the two stretches", () => {
    expect(
      compare([day(56, 0, 50), day(55, 5, 10), day(28, 5, 10), day(27, 9, 10), day(0, 9, 10)]).success,
    ).toMatchObject({
      before: 0.5,
      after: 0.9,
      direction: "improving",
    });
  });
});

describe("the trend of ratings", () => {
  it("is a decline where the mean fell clearly by a fifth", () => {
    const good = Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? 4.5 : 5));
    const poor = Array.from({ length: 9 }, (_, index) => (index % 2 === 0 ? 3 : 4));
    const { rating } = compare([day(40, 0, 0, good), day(3, 0, 0, poor)]);
    expect(rating.direction).toBe("declining");
    expect(rating.pValue).toBeLessThan(0.05);
  });

  it("needs five ratings on both sides", () => {
    expect(compare([day(40, 0, 0, [5, 5, 5, 5, 5]), day(3, 0, 0, [1, 1, 1, 1])]).rating.direction).toBe(
      "too_few",
    );
  });
});

describe("the measures of a stretch", () => {
  it("are the shares that the words say", () => {
    const counts = {
      ...day(0, 3, 4, [5, 4, 3.5]),
      completed: 8,
      noShows: 1,
      cancelledByTutor: 1,
      minutesTaught: 450,
    };
    expect(measure(counts)).toMatchObject({
      success: { rate: 0.75 },
      meanRating: expect.closeTo(12.5 / 3, 12),
      hoursTaught: 7.5,
      completionRate: 0.8,
      cancellationRate: 0.1,
    });
  });

  it("are unknown, not nought, where there is nothing", () => {
    expect(measure(noCounts)).toMatchObject({
      success: null,
      expectedSuccess: null,
      meanRating: null,
      completionRate: null,
      cancellationRate: null,
    });
  });
});
