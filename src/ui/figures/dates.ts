/** Instants as people read them, in the reader's timezone. An unreadable instant is an en dash, never "Invalid Date". */

export type Instant = Date | string | number;

const missing = "–";
const formats = new Map<string, Intl.DateTimeFormat>();

function write(at: Instant, timezone: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return missing;
  const key = `${timezone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, hourCycle: "h23", ...options });
    formats.set(key, format);
  }
  return format.format(date);
}

const day = { day: "numeric", month: "short", year: "numeric" } as const;
const clock = { hour: "2-digit", minute: "2-digit" } as const;

/** 23 Nov 2026 */
export function formatDate(at: Instant, timezone: string): string {
  return write(at, timezone, day);
}

/** 23 Nov */
export function formatDay(at: Instant, timezone: string): string {
  return write(at, timezone, { day: "numeric", month: "short" });
}

/** 2026-11-23: the day of the reader's calendar, for addresses and comparisons. */
export function isoDay(at: Instant, timezone: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return missing;
  // Sweden writes dates as ISO does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(date);
}

/** 15:09 */
export function formatTime(at: Instant, timezone: string): string {
  return write(at, timezone, clock);
}

/** Mon 23 Nov */
export function formatWeekday(at: Instant, timezone: string): string {
  return `${write(at, timezone, { weekday: "short" })} ${formatDay(at, timezone)}`;
}

/** 23 Nov 2026, 15:09 */
export function formatDateTime(at: Instant, timezone: string): string {
  return write(at, timezone, { ...day, ...clock });
}

/** Mon, 23 Nov 2026, 15:09:05 CST: everything there is to know. */
export function formatExact(at: Instant, timezone: string): string {
  return write(at, timezone, {
    weekday: "short",
    ...day,
    ...clock,
    second: "2-digit",
    timeZoneName: "short",
  });
}

const steps = [
  { unit: "s", seconds: 1, below: 60 },
  { unit: "min", seconds: 60, below: 3_600 },
  { unit: "h", seconds: 3_600, below: 86_400 },
  { unit: "day", seconds: 86_400, below: 86_400 * 14 },
  { unit: "week", seconds: 86_400 * 7, below: 86_400 * 60 },
  { unit: "month", seconds: 86_400 * 30.44, below: 86_400 * 365 },
  { unit: "year", seconds: 86_400 * 365.25, below: Number.POSITIVE_INFINITY },
] as const;

/** 3 min ago, in 2 h, just now: the distance from `now`, cut down to whole units. */
export function formatRelative(at: Instant, now: Instant): string {
  const seconds = (new Date(now).getTime() - new Date(at).getTime()) / 1000;
  if (Number.isNaN(seconds)) return missing;
  const size = Math.abs(seconds);
  if (size < 5) return "just now";
  const step = steps.find(({ below }) => size < below) ?? steps[6];
  const count = Math.floor(size / step.seconds);
  const plural = count !== 1 && step.unit.length > 3 ? "s" : "";
  const unit = step.unit === "day" && count !== 1 ? "days" : `${step.unit}${plural}`;
  const text = `${count}\u00a0${unit}`;
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}
