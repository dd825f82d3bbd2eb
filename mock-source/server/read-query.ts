const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?:(Z)|([+-])(\d{2}):?(\d{2}))$/;

/**
 * Microseconds since 1970 of an ISO 8601 instant with its offset, or null where it cannot be read. A local time
 * without an offset is not an instant; neither is one whose `+` arrived as a space.
 */
export function readInstant(text: unknown): number | null {
  const match = typeof text === "string" ? instantPattern.exec(text) : null;
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // A day or an hour that does not exist moves on to the next one, and so prints differently.
  if (local.toISOString().slice(0, 19) !== text?.toString().slice(0, 19)) return null;
  const offsetHours = Number(match[10] ?? 0);
  const offsetMinutes = Number(match[11] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return null;
  const offsetMs = (match[9] === "-" ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  const fractionUs = Number((match[7] ?? "").padEnd(6, "0").slice(0, 6));
  return (local.getTime() - offsetMs) * 1000 + fractionUs;
}

/** A whole number of at least 1, at most `most`; `otherwise` where it is missing, unreadable or smaller. */
export function readCount(text: unknown, otherwise: number, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof text !== "string" || !/^\s*\d+\s*$/.test(text)) return otherwise;
  const value = Number(text);
  return value < 1 ? otherwise : Math.min(value, most);
}

/** Day number since 1970 of YYYY-MM-DD; null where it is not a day. */
export function readDay(text: unknown): number | null {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const date = new Date(`${text}T00:00:00.000Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return null;
  return date.getTime() / 86_400_000;
}
