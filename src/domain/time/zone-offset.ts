import { tzOffset } from "@date-fns/tz";
import { dayMs } from "./day-ms.ts";

const quarterHourMs = 900_000;
const minuteMs = 60_000;
const mostRemembered = 200_000;
const remembered = new Map<string, Map<number, number>>();
let count = 0;

/**
 * How far the clocks of `timezone` (IANA) are ahead of UTC at an instant, in milliseconds. Clocks are changed on
 * quarter hours, so what was found for one is kept: looking it up costs a hundred times as much.
 * @throws RangeError for an unknown timezone
 */
export function zoneOffsetMs(timezone: string, atMs: number): number {
  const quarter = Math.floor(atMs / quarterHourMs);
  const known = remembered.get(timezone)?.get(quarter);
  if (known !== undefined) return known;
  const minutes = tzOffset(timezone, new Date(quarter * quarterHourMs));
  if (Number.isNaN(minutes)) throw new RangeError(`unknown timezone: ${timezone}`);
  remember(timezone, quarter, minutes * minuteMs);
  return minutes * minuteMs;
}

/** Days from 1970-01-01 to the date that the clocks of `timezone` show at an instant. */
export function localDayOf(timezone: string, atMs: number): number {
  return Math.floor((atMs + zoneOffsetMs(timezone, atMs)) / dayMs);
}

/**
 * The instant at which the clocks of `timezone` show a wall-clock time, given as if it were UTC. Of a time that comes twice, the
 * first; a time that is skipped counts from the jump on, by as much as it lies behind it.
 */
export function instantOfWallClock(timezone: string, wallMs: number): number {
  const before = wallMs - zoneOffsetMs(timezone, wallMs - dayMs);
  if (before + zoneOffsetMs(timezone, before) === wallMs) return before;
  const after = wallMs - zoneOffsetMs(timezone, wallMs + dayMs);
  return after + zoneOffsetMs(timezone, after) === wallMs ? after : before;
}

function remember(timezone: string, quarter: number, offsetMs: number): void {
  if (count >= mostRemembered) {
    remembered.clear();
    count = 0;
  }
  const ofZone = remembered.get(timezone) ?? new Map<number, number>();
  remembered.set(timezone, ofZone.set(quarter, offsetMs));
  count++;
}
