/**
 * Milliseconds that a `Retry-After` header asks to wait, counted from `now`: seconds or an HTTP date.
 * Null where there is none, or nobody can read it; 0 for a date that has passed.
 */
export function readRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const value = header.trim();
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // HTTP dates start with the name of a day; Date.parse alone would take "1.5" for a date.
  const at = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** The wait before the next try: full jitter, from nothing up to a limit that doubles from try to try. */
export function backoffMs(
  attemptNumber: number,
  limits: { firstBackoffMs: number; maxBackoffMs: number },
  random: () => number,
): number {
  const ceiling = Math.min(limits.maxBackoffMs, limits.firstBackoffMs * 2 ** (attemptNumber - 1));
  return Math.round(random() * ceiling);
}
