import { dayMs } from "./day-ms.ts";
import { instantOfWallClock, localDayOf } from "./zone-offset.ts";

/** A stretch of time, its end not included; in milliseconds since 1970. */
export type Interval = { startMs: number; endMs: number };

/** Hours of a week by the wall clock: `weekday` 0 is Sunday; times are HH:MM; an end of 24:00 or not after the start runs past midnight. */
export type WeeklyHours = { weekday: number; starts: string; ends: string };

export type Availability = {
  timezone: string;
  weekly: readonly WeeklyHours[];
  timeOff: readonly Interval[];
};

/**
 * When somebody is available between two instants: the weekly hours by their own clock, daylight saving included, less time
 * off. In order, apart from one another, and within the two instants.
 * @throws RangeError for an unknown timezone
 */
export function availabilityBetween(
  { timezone, weekly, timeOff }: Availability,
  fromMs: number,
  toMs: number,
): Interval[] {
  if (weekly.length === 0 || fromMs >= toMs) return [];
  // Hours of the day before can run past midnight into the first day.
  const firstDay = localDayOf(timezone, fromMs) - 1;
  const lastDay = localDayOf(timezone, toMs);
  const hours: Interval[] = [];
  for (let day = firstDay; day <= lastDay; day++) {
    for (const slot of weekly) if (slot.weekday === weekdayOf(day)) hours.push(hoursOn(day, slot, timezone));
  }
  const clipped = hours.map(({ startMs, endMs }) => ({
    startMs: Math.max(startMs, fromMs),
    endMs: Math.min(endMs, toMs),
  }));
  return timeOff.reduce(without, united(clipped));
}

/** Hours in the intervals together. */
export function hoursOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / 3_600_000;
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number) => (((day + 4) % 7) + 7) % 7;

function hoursOn(day: number, { starts, ends }: WeeklyHours, timezone: string): Interval {
  const [start, end] = [wallMs(starts), wallMs(ends)];
  return {
    startMs: instantOfWallClock(timezone, day * dayMs + start),
    endMs: instantOfWallClock(timezone, day * dayMs + (end > start ? end : end + dayMs)),
  };
}

function wallMs(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return (hour * 60 + minute) * 60_000;
}

function united(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ startMs, endMs }) => startMs < endMs)
    .sort((a, b) => a.startMs - b.startMs);
  const apart: Interval[] = [];
  for (const interval of sorted) {
    const last = apart.at(-1);
    if (last !== undefined && interval.startMs <= last.endMs)
      last.endMs = Math.max(last.endMs, interval.endMs);
    else apart.push({ ...interval });
  }
  return apart;
}

function without(intervals: readonly Interval[], { startMs, endMs }: Interval): Interval[] {
  if (startMs >= endMs) return [...intervals];
  return intervals.flatMap((interval) =>
    [
      { startMs: interval.startMs, endMs: Math.min(interval.endMs, startMs) },
      { startMs: Math.max(interval.startMs, endMs), endMs: interval.endMs },
    ].filter((part) => part.startMs < part.endMs),
  );
}
