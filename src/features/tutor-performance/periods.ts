import { dateOfDay } from "./business-calendar.ts";
import { addCounts, mondayOf, noCounts, type TutorCounts, type TutorDay } from "./tutor-days.ts";

export type TutorPeriod = {
  period: "week" | "month";
  /** YYYY-MM-DD: the Monday, or the first of the month. */
  startsOn: string;
  counts: TutorCounts;
};

/** The business weeks and months with something in them, earliest first. */
export function periodsOf(days: readonly TutorDay[]): TutorPeriod[] {
  return [
    ...gather(days, "week", ({ day }) => dateOfDay(mondayOf(day))),
    ...gather(days, "month", ({ day }) => `${dateOfDay(day).slice(0, 7)}-01`),
  ];
}

function gather(
  days: readonly TutorDay[],
  period: TutorPeriod["period"],
  startOf: (day: TutorDay) => string,
): TutorPeriod[] {
  const sums = new Map<string, TutorCounts>();
  for (const day of days) {
    const startsOn = startOf(day);
    sums.set(startsOn, addCounts(sums.get(startsOn) ?? noCounts, day));
  }
  return [...sums].map(([startsOn, counts]) => ({ period, startsOn, counts }));
}
