import { dayMs } from "#domain/time/day-ms.ts";
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
  const weeks = gather(days, mondayOf);
  const months = gather(byMonth(days), (day) => day);
  return [
    ...[...weeks].map(([day, counts]) => ({ period: "week" as const, startsOn: dateOfDay(day), counts })),
    ...[...months].map(([day, counts]) => ({ period: "month" as const, startsOn: dateOfDay(day), counts })),
  ];
}

/** The days, each with the first day of its month for its number. */
function byMonth(days: readonly TutorDay[]): TutorDay[] {
  let [monthStart, nextMonth] = [0, Number.NEGATIVE_INFINITY];
  return days.map((day) => {
    // Days come in order: a date is looked at once a month.
    if (day.day >= nextMonth) [monthStart, nextMonth] = monthAround(day.day);
    return { ...day, day: monthStart };
  });
}

function monthAround(day: number): [number, number] {
  const date = new Date(day * dayMs);
  const startOf = (month: number) => Date.UTC(date.getUTCFullYear(), month, 1) / dayMs;
  return [startOf(date.getUTCMonth()), startOf(date.getUTCMonth() + 1)];
}

function gather(days: readonly TutorDay[], startOf: (day: number) => number): Map<number, TutorCounts> {
  const sums = new Map<number, TutorCounts>();
  for (const day of days) {
    const start = startOf(day.day);
    sums.set(start, addCounts(sums.get(start) ?? noCounts, day));
  }
  return sums;
}
