import { describe, expect, it } from "vitest";
import { seededRandom } from "#domain/stats/seeded-random.ts";
import { type Anomaly, findAnomalies } from "./anomalies.ts";
import { type FollowedAnomaly, followAnomalies } from "./follow-anomalies.ts";
import { noCounts, type TutorDay } from "./tutor-days.ts";
import { defaultTutorSettings } from "./weights.ts";

const settings = defaultTutorSettings.anomalies;
/** 1970-01-05. */
const firstMonday = 4;

type Week = { cancelled?: number; missed?: number; ratings?: number[]; minutes?: number };

/** Weeks of ten completed sessions, five of them rated, on one day each. */
function weeksOf(weeks: readonly Week[]): TutorDay[] {
  return weeks.map(({ cancelled = 0, missed = 0, ratings = [8, 8, 7, 8, 6], minutes = 60 }, index) => ({
    ...noCounts,
    day: firstMonday + 7 * index,
    completed: 10,
    timed: 10,
    minutesTaught: 10 * minutes,
    cancelledByTutor: cancelled,
    noShows: missed,
    ratings: noCounts.ratings.map((_, half) => ratings.filter((rating) => rating === half).length),
  }));
}

const usual = (weeks: number): Week[] =>
  Array.from({ length: weeks }, (_, index) => ({
    cancelled: index % 4 === 0 ? 1 : 0,
    missed: index % 5 === 0 ? 1 : 0,
    minutes: 58 + (index % 5),
    ratings: index % 2 === 0 ? [8, 8, 7, 8, 6] : [8, 7, 7, 8, 7],
  }));

const judge = (weeks: readonly Week[], at = weeks.length - 1) =>
  findAnomalies(
    weeksOf(weeks),
    { weekDay: firstMonday + 7 * at, lastDay: firstMonday + 7 * at + 6 },
    settings,
  );

describe("a week out of the ordinary", () => {
  it.each<[string, Week]>([
    ["cancellations", { cancelled: 6 }],
    ["no_shows", { missed: 6 }],
    ["rating", { ratings: [0, 1, 0, 2, 0] }],
    ["session_length", { minutes: 20 }],
  ])("is found by its %s", (measure, week) => {
    expect(judge([...usual(20), week]).map((found) => found.measure)).toEqual([measure]);
  });

  it("is not one like the others, nor a better one, nor one without a history", () => {
    expect(judge(usual(21))).toEqual([]);
    expect(judge([...usual(20), { ratings: [8, 8, 8, 8, 8] }])).toEqual([]);
    expect(judge([...usual(5), { cancelled: 9 }])).toEqual([]);
  });
});

describe("following an anomaly", () => {
  const bad: Week = { cancelled: 6 };
  const follow = (weeks: readonly Week[], at: number, stored: readonly FollowedAnomaly[]) =>
    followAnomalies(weeksOf(weeks), firstMonday + 7 * at + 2, stored, settings);
  const opened = (weeks: readonly Week[]) => follow(weeks, 20, []);

  it("opens it in its week, and leaves it be as long as nothing changes", () => {
    const weeks = [...usual(20), bad];
    const [anomaly] = opened(weeks);
    expect(anomaly).toMatchObject({ measure: "cancellations", state: "open", ending: null });
    expect(follow(weeks, 20, opened(weeks))).toEqual([]);
    expect(follow([...weeks, ...usual(1)], 21, opened(weeks))).toEqual([]);
  });

  it.each<[string, Week[]]>([
    ["back_to_usual", usual(2)],
    ["continued", [bad, {}]],
  ])("closes it when the next week is over: %s", (ending, later) => {
    const weeks = [...usual(20), bad];
    const closed = follow([...weeks, ...later], 22, opened(weeks)).filter(({ state }) => state === "closed");
    expect(closed).toMatchObject([{ measure: "cancellations", weekDay: firstMonday + 140, ending }]);
  });

  it("closes it as corrected when its records are, and opens it again when they are set back", () => {
    const weeks = [...usual(20), bad];
    const corrected = follow([...usual(20), {}], 20, opened(weeks));
    expect(corrected).toMatchObject([{ state: "closed", ending: "corrected" }]);
    expect(follow(weeks, 20, corrected)).toMatchObject([{ state: "open", ending: null }]);
  });
});

it("is wrong about once in five years of a tutor who does not change", () => {
  const tutors = 60;
  const years = 5;
  const random = seededRandom(11);
  let found = 0;
  for (let tutor = 0; tutor < tutors; tutor++) found += fiveYears(random, years).length;
  expect(found / tutors).toBeGreaterThan(0.1);
  expect(found / tutors).toBeLessThan(1.5);
});

/** Twelve sessions a week by a Poisson law, 4 % cancelled, 5 % missed, seven in ten rated, lengths 60 ± 12 minutes; judged each week. */
function fiveYears(random: () => number, years: number): Anomaly[] {
  const count = 52 * years + settings.historyWeeks;
  const days = Array.from({ length: count }, (_, week) => madeWeek(random, firstMonday + 7 * week));
  return days.slice(settings.historyWeeks).flatMap(({ day }) => {
    const near = days.filter((other) => other.day <= day && other.day >= day - 7 * settings.historyWeeks);
    return findAnomalies(near, { weekDay: day, lastDay: day + 6 }, settings);
  });
}

function madeWeek(random: () => number, day: number): TutorDay {
  const counts = { ...noCounts, ratings: [...noCounts.ratings], day };
  for (let left = Math.exp(-12), product = random(); product > left; product *= random()) {
    const fate = random();
    if (fate < 0.04) counts.cancelledByTutor++;
    else if (fate < 0.09) counts.noShows++;
    else {
      counts.completed++;
      counts.timed++;
      counts.minutesTaught += 60 + 12 * (random() + random() + random() + random() - 2) * Math.sqrt(3);
      const half = Math.min(8, Math.max(0, Math.round(7 + 1.6 * (random() + random() + random() - 1.5))));
      if (random() < 0.7) counts.ratings[half] = (counts.ratings[half] ?? 0) + 1;
    }
  }
  return counts;
}
