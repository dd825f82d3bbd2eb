import { formatTime, formatWeekday, type Instant } from "./dates.ts";

/** Tue 1 Dec, 17:00–20:00; beyond midnight both days are named. */
export function formatSpan(from: Instant, to: Instant, timezone: string): string {
  const first = formatWeekday(from, timezone);
  // Midnight still belongs to the day that ends with it.
  const last = formatWeekday(new Date(to).getTime() - 1, timezone);
  const begin = `${first}, ${formatTime(from, timezone)}`;
  return first === last
    ? `${begin}–${formatTime(to, timezone)}`
    : `${begin} – ${formatWeekday(to, timezone)}, ${formatTime(to, timezone)}`;
}

/** Chicago of America/Chicago. */
export const zoneCity = (timezone: string) => (timezone.split("/").at(-1) ?? timezone).replaceAll("_", " ");

/** The span by the clocks of the business, where they show another time than the reader's: "17:00–20:00 in Chicago". */
export function spanElsewhere(from: Instant, to: Instant, reader: string, business: string): string | null {
  if (formatSpan(from, to, reader) === formatSpan(from, to, business)) return null;
  const isSameDay = formatWeekday(from, reader) === formatWeekday(from, business);
  const text = formatSpan(from, to, business);
  const short = `${formatTime(from, business)}–${formatTime(to, business)}`;
  return `${isSameDay ? short : text} in ${zoneCity(business)}`;
}
