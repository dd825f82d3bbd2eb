/** Instants inside the world are whole microseconds since 1970 (UTC); the contract prints milliseconds. */
export const minuteUs = 60_000_000;
export const hourUs = 60 * minuteUs;
export const dayUs = 24 * hourUs;
export const weekUs = 7 * dayUs;

/** ISO 8601 with milliseconds in UTC: microseconds are cut off, as Rails does. */
export const printInstant = (us: number): string => new Date(Math.floor(us / 1000)).toISOString();

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
