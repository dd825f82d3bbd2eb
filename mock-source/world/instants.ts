/** Instants inside the world are whole microseconds since 1970 (UTC); the contract prints milliseconds. */
export const minuteUs = 60_000_000;
export const hourUs = 60 * minuteUs;
export const dayUs = 24 * hourUs;
export const weekUs = 7 * dayUs;

const prefixes = new Map<number, string>();
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));
const threeDigits = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));

/**
 * ISO 8601 with milliseconds in UTC: microseconds are cut off, as Rails does. A page prints thousands of
 * instants, so days are printed once and kept.
 */
export function printInstant(us: number): string {
  const day = dayOf(us);
  const ms = Math.floor((us - day * dayUs) / 1000);
  const prefix = prefixes.get(day) ?? `${printDay(day)}T`;
  prefixes.set(day, prefix);
  const seconds = Math.floor(ms / 1000);
  const clock = `${twoDigits[Math.floor(seconds / 3600)]}:${twoDigits[Math.floor(seconds / 60) % 60]}:${twoDigits[seconds % 60]}`;
  return `${prefix}${clock}.${threeDigits[ms % 1000]}Z`;
}

/** The same, where an instant of 0 or later than `asOfUs` has not happened: null. */
export const printPast = (us: number, asOfUs: number): string | null =>
  us > 0 && us <= asOfUs ? printInstant(us) : null;

/** Days since 1970 of the UTC day that holds the instant. */
export const dayOf = (us: number): number => Math.floor(us / dayUs);

/** YYYY-MM-DD of a day number. */
export const printDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export const weekdayOfDay = (day: number): number => (((day + 4) % 7) + 7) % 7;

/**
 * First day (number since 1970) of the quarter in which a world that is shown at `asOfMs` begins: the latest
 * quarter that leaves `historyDays` days of history.
 */
export function originDayFor(asOfMs: number, historyDays = 180): number {
  const latest = new Date(asOfMs - historyDays * 86_400_000);
  return Date.UTC(latest.getUTCFullYear(), Math.floor(latest.getUTCMonth() / 3) * 3, 1) / 86_400_000;
}
