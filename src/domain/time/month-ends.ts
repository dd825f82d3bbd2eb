import { tz } from "@date-fns/tz";
import { startOfMonth, subMonths } from "date-fns";

/**
 * The last `count` ends of calendar months in `timezone` (IANA) up to `at`, earliest first. A month ends at the
 * instant at which the next one begins, daylight saving included.
 */
export function monthEndsUpTo(at: Date, count: number, timezone: string): Date[] {
  const zone = { in: tz(timezone) };
  const last = startOfMonth(at, zone);
  return Array.from(
    { length: count },
    (_, index) => new Date(subMonths(last, count - 1 - index, zone).getTime()),
  );
}
