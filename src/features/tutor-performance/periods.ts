import { dayMs } from "#domain/time/day-ms.ts";
import { dateOfDay } from "./business-calendar.ts";
import { addTo, emptyCounts, mondayOf, type Sums, type TutorCounts, type TutorDay } from "./tutor-days.ts";

export type TutorPeriod = {
  period: "week" | "month";
  /** YYYY-MM-DD: the Monday, or the first of the month. */
  startsOn: string;
  counts: TutorCounts;
};

/** The business weeks and months with something in them, earliest first. `days` are in order. */
export function periodsOf(days: readonly TutorDay[]): TutorPeriod[] {
  const weeks = gather(days, mondayOf);
  const months = gather(days, monthStarts());
  return [
    ...[...weeks].map(([day, counts]) => ({ period: "week" as const, startsOn: dateOfDay(day), counts })),
    ...[...months].map(([day, counts]) => ({ period: "month" as const, startsOn: dateOfDay(day), counts })),
  ];
}

/** The first day of a day's month. Days come in order: a date is looked at once a month. */
function monthStarts(): (day: number) => number {
  let [monthStart, nextMonth] = [0, Number.NEGATIVE_INFINITY];
  return (day) => {
    if (day >= nextMonth) [monthStart, nextMonth] = monthAround(day);
    return monthStart;
  };
}

function monthAround(day: number): [number, number] {
  const date = new Date(day * dayMs);
  const startOf = (month: number) => Date.UTC(date.getUTCFullYear(), month, 1) / dayMs;
  return [startOf(date.getUTCMonth()), startOf(date.getUTCMonth() + 1)];
}

function gather(days: readonly TutorDay[], startOf: (day: number) => number): Map<number, TutorCounts> {
  const found = new Map<number, Sums>();
  for (const day of days) {
    const start = startOf(day.day);
    const sums = found.get(start) ?? emptyCounts();
    found.set(start, sums);
    addTo(sums, day);
  }
  return found;
}
