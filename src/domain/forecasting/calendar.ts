/**
 * How a date is found in any year: the same day each year, the nth weekday of a month (−1: the last), or some days
 * before or after another date.
 */
export type DateRule =
  | { month: number; day: number }
  | { month: number; weekday: number; nth: number }
  | { easter: "western"; plusDays: number }
  | { rule: DateRule; plusDays: number };

/** `full`: most people are off, and most places shut. `partial`: some people are. */
export type HolidayClass = "full" | "partial";

export type Holiday = {
  name: string;
  on: DateRule;
  class: HolidayClass;
  /** Kept from this year on; always where left out. */
  since?: number;
};

/** A stretch of the year, first and last day included. It may run across the new year. */
export type Season = { name: string; from: DateRule; to: DateRule };

/** The days of a business that are not like others. Of several that lie on one date, the first counts. */
export type BusinessCalendar = { holidays: readonly Holiday[]; seasons: readonly Season[] };

const dayMs = 86_400_000;

/**
 * Days from 1970-01-01 to the date that a rule finds in a year. Months and days count from 1, weekdays from 0
 * (Sunday).
 */
export function dayOfRule(rule: DateRule, year: number): number {
  if ("rule" in rule) return dayOfRule(rule.rule, year) + rule.plusDays;
  if ("easter" in rule) return easterDay(year) + rule.plusDays;
  if ("day" in rule) return dayNumber(year, rule.month, rule.day);
  return rule.nth > 0 ? nthWeekday(year, rule) : lastWeekday(year, rule);
}

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOfDay(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function nthWeekday(year: number, rule: { month: number; weekday: number; nth: number }): number {
  const first = dayNumber(year, rule.month, 1);
  return first + ((rule.weekday - weekdayOfDay(first) + 7) % 7) + 7 * (rule.nth - 1);
}

function lastWeekday(year: number, { month, weekday }: { month: number; weekday: number }): number {
  const last = dayNumber(year, month + 1, 1) - 1;
  return last - ((weekdayOfDay(last) - weekday + 7) % 7);
}

const dayNumber = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / dayMs;

/** Easter Sunday by the Gregorian computus: Meeus, Astronomical Algorithms, chapter 8. */
function easterDay(year: number): number {
  const a = year % 19;
  const [century, inCentury] = [Math.floor(year / 100), year % 100];
  const moon = (century - Math.floor((century + 8) / 25) + 1) / 3;
  const h = (19 * a + century - Math.floor(century / 4) - Math.floor(moon) + 15) % 30;
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - h - (inCentury % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return dayNumber(year, Math.floor(sum / 31), (sum % 31) + 1);
}
