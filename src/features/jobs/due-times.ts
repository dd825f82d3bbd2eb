import { CronExpressionParser } from "cron-parser";
import type { ScheduleRate } from "#platform/queue/schedules.ts";

/**
 * The instants in (from, to] at which a schedule by the calendar is due, by the reading of cron that the queue
 * has: an hour that a day in spring does not have moves to the next, and one that a day in autumn has twice
 * counts once.
 */
export function cronTimes(
  { cron, timezone }: { cron: string; timezone: string },
  from: Date,
  to: Date,
): Date[] {
  const times = CronExpressionParser.parse(cron, { currentDate: from, tz: timezone });
  const due: Date[] = [];
  while (times.hasNext()) {
    const at = times.next().toDate();
    if (at > to) break;
    due.push(at);
  }
  return due;
}

/** Seconds from one run to the next; for a schedule by the calendar those around `at`. */
export function intervalSeconds(rate: ScheduleRate, at: Date): number {
  if ("everySeconds" in rate) return rate.everySeconds;
  const times = CronExpressionParser.parse(rate.cron, { currentDate: at, tz: rate.timezone });
  const first = times.next().getTime();
  return (times.next().getTime() - first) / 1000;
}
