import type { CalendarDate, Instant } from "../source.ts";

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

// What both a four-digit year and PostgreSQL can hold.
const earliestMs = Date.parse("0001-01-01T00:00:00.000Z");
const latestMs = Date.parse("9999-12-31T23:59:59.999Z");

function isRealDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || year < 1) return false;
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (monthDays[month - 1] ?? 0);
}

/**
 * Reads an ISO 8601 time with `Z` or an offset, and gives it in UTC with milliseconds; finer digits are cut,
 * as the source does. Null where it is anything else: a local time, an impossible date or hour.
 */
export function readInstant(text: string): Instant | null {
  const match = instantPattern.exec(text);
  if (match === null) return null;
  if (!isRealDay(Number(match[1]), Number(match[2]), Number(match[3]))) return null;
  if (Number(match[4]) > 23 || Number(match[5]) > 59 || Number(match[6]) > 59) return null;
  // Most come in exactly our own form.
  if (text.length === 24 && match[8] === undefined) return text;
  if (Number(match[9] ?? 0) > 23 || Number(match[10] ?? 0) > 59) return null;
  const milliseconds = `${match[7] ?? ""}000`.slice(0, 3);
  const zone = match[8] === undefined ? "Z" : `${match[8]}${match[9]}:${match[10]}`;
  const at = Date.parse(`${text.slice(0, 19)}.${milliseconds}${zone}`);
  if (Number.isNaN(at) || at < earliestMs || at > latestMs) return null;
  return new Date(at).toISOString();
}

/** Reads a calendar date; null where there is no such day. */
export function readCalendarDate(text: string): CalendarDate | null {
  const match = datePattern.exec(text);
  return match !== null && isRealDay(Number(match[1]), Number(match[2]), Number(match[3])) ? text : null;
}
