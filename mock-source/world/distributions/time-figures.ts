import type { Facts, SessionFact } from "./facts.ts";
import { type Figure, mean, once, share, type Topic } from "./statement.ts";

const dayMs = 86_400_000;
export const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Parts of the customer's local day: name, first hour, hour after the last. */
const dayparts = [
  ["0 to 6", 0, 6],
  ["6 to 12", 6, 12],
  ["12 to 15", 12, 15],
  ["15 to 18", 15, 18],
  ["18 to 22", 18, 22],
  ["22 to 24", 22, 24],
] as const;

/** Stated share of all booked starts, in thousandths: a row per weekday (Sunday first), a column per part of the day. */
const profile = [
  [0, 49, 48, 66.5, 58, 2],
  [0, 9, 9, 55, 79, 3],
  [0, 8.5, 9.5, 56.5, 79.5, 3.5],
  [0, 8.5, 9.5, 49.5, 75.5, 2.5],
  [0, 7.5, 8, 46.5, 68.5, 3],
  [0, 5, 6, 29, 47, 2],
  [0, 24, 23, 27, 22, 1],
] as const;

const hourCounts = (facts: Facts): number[] => {
  const counts = Array<number>(168).fill(0);
  for (const { localWeekday, localHour } of facts.sessions) {
    const hour = localWeekday * 24 + localHour;
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return counts;
};

const profileFigures: Figure[] = profile.flatMap((row, weekday) =>
  row.map((thousandths, part): Figure => {
    const [name, from, to] = dayparts[part] ?? dayparts[0];
    const stated = thousandths / 1000;
    const slack = Math.max(0.0025, stated * 0.2);
    return {
      what: `${weekdayNames[weekday]} ${name}`,
      stated,
      limits: [Math.max(0, stated - slack), stated + slack],
      unit: "share",
      measure: (facts) => {
        const hours = once(facts, hourCounts).slice(weekday * 24 + from, weekday * 24 + to);
        return hours.reduce((sum, count) => sum + count, 0) / facts.sessions.length;
      },
    };
  }),
);

export const hourTopic: Topic = {
  title: "Hour of the week, in the customer's timezone",
  figures: profileFigures,
  notModelled:
    "Another rhythm by subject, age or country: an adult in Singapore keeps the hours of a pupil in Chicago.",
};

const on = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** Booked starts on the days from `first` to `last`, per day. */
function perDay(sessions: readonly SessionFact[], first: string, last: string): number {
  const [from, to] = [on(first) - dayMs / 2, on(last) + dayMs / 2];
  const count = sessions.filter((session) => session.scheduledMs >= from && session.scheduledMs < to).length;
  return count / ((to - from) / dayMs);
}

const ratioFigure = (
  what: string,
  stated: number,
  limits: readonly [number, number],
  days: readonly [string, string],
  usual: readonly [string, string],
): Figure => ({
  what,
  stated,
  limits,
  unit: "ratio",
  measure: ({ sessions }) => perDay(sessions, ...days) / perDay(sessions, ...usual),
});

const isTest = (session: SessionFact): boolean => /^(sat_|act)/.test(session.subject);
const isOfSchool = (session: SessionFact): boolean => !isTest(session);

/** Sessions of a kind per week and customer who has one, over some weeks: free of growth. */
function perCustomerWeek(
  facts: Facts,
  first: string,
  weeks: number,
  holds: (session: SessionFact) => boolean,
): number {
  const rates: number[] = [];
  for (let week = 0; week < weeks; week++) {
    const from = on(first) - dayMs / 2 + week * 7 * dayMs;
    const sessions = facts.sessions.filter(
      (session) => session.scheduledMs >= from && session.scheduledMs < from + 7 * dayMs && holds(session),
    );
    rates.push(sessions.length / new Set(sessions.map((session) => session.customer)).size);
  }
  return mean(rates);
}

export const seasonTopic: Topic = {
  title: "Seasons and holidays",
  figures: [
    ratioFigure(
      "Thanksgiving and the day after, against the same weekdays a week before (it grows by an eighth a week then)",
      0.61,
      [0.5, 0.72],
      ["2025-11-27", "2025-11-28"],
      ["2025-11-20", "2025-11-21"],
    ),
    ratioFigure(
      "24 to 30 December against the week of 10 to 16 December",
      0.41,
      [0.33, 0.5],
      ["2025-12-24", "2025-12-30"],
      ["2025-12-10", "2025-12-16"],
    ),
    {
      what: "school subjects: sessions per customer and week before exams (4 to 17 May) against April",
      stated: 1.1,
      limits: [1.04, 1.18],
      unit: "ratio",
      measure: (facts) =>
        perCustomerWeek(facts, "2026-05-04", 2, isOfSchool) /
        perCustomerWeek(facts, "2026-04-06", 3, isOfSchool),
    },
    {
      what: "admission tests: sessions per customer and week in March against January",
      stated: 1.16,
      limits: [1.07, 1.26],
      unit: "ratio",
      measure: (facts) =>
        perCustomerWeek(facts, "2026-03-02", 4, isTest) / perCustomerWeek(facts, "2026-01-05", 3, isTest),
    },
    {
      what: "Fridays and Saturdays, share of all sessions (two days in seven would be 0.29)",
      stated: 0.186,
      limits: [0.165, 0.21],
      unit: "share",
      measure: ({ sessions }) =>
        share(sessions, (session) => session.localWeekday === 5 || session.localWeekday === 6),
    },
  ],
  notModelled:
    "Holidays of other countries: everybody keeps those of the United States. Local school calendars, weather, and the weekly hours of half terms. The summer (72 % in July) lies outside the year that is measured.",
};
