import { tz } from "@date-fns/tz";
import { addDays, startOfDay } from "date-fns";

const millisecondsPerDay = 86_400_000;

/** The instant at which the calendar day of `at` begins in `timezone` (IANA), daylight saving included. */
export function startOfBusinessDay(at: Date, timezone: string): Date {
  return new Date(startOfDay(at, { in: tz(timezone) }).getTime());
}

/** The start of the business day `days` calendar days after (before, if negative) that of `at`. */
export function shiftBusinessDay(at: Date, days: number, timezone: string): Date {
  return new Date(addDays(startOfDay(at, { in: tz(timezone) }), days, { in: tz(timezone) }).getTime());
}

/** The starts of the `count` business days that end with that of `at`, earliest first. */
export function businessDaysUpTo(at: Date, count: number, timezone: string): Date[] {
  return Array.from({ length: count }, (_, index) => shiftBusinessDay(at, index - count + 1, timezone));
}

/** `days` × 24 hours before `at`. */
export function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * millisecondsPerDay);
}
