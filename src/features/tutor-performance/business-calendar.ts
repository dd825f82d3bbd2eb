import { shiftBusinessDay, startOfBusinessDay } from "#domain/time/business-day.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { localDayOf } from "#domain/time/zone-offset.ts";

/** The business day that an instant lies in, and what is counted from it. */
export type BusinessMoment = {
  asOf: Date;
  timezone: string;
  /** Number of the business day since 1970-01-01, as a calendar date. */
  day: number;
  /** When the day began, and when the 28 days before it did. */
  dayStart: Date;
  monthStart: Date;
};

/** Days of which the utilisation is taken: whole ones, so that it does not move with the clock. */
export const utilisationDays = 28;

export function businessMoment(asOf: Date, timezone: string): BusinessMoment {
  return {
    asOf,
    timezone,
    day: localDayOf(timezone, asOf.getTime()),
    dayStart: startOfBusinessDay(asOf, timezone),
    monthStart: shiftBusinessDay(asOf, -utilisationDays, timezone),
  };
}

/** YYYY-MM-DD of a numbered day. */
export function dateOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The number of a day given as YYYY-MM-DD. */
export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}
