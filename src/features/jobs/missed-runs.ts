import type { ScheduleRate } from "#platform/queue/schedules.ts";
import { cronTimes, intervalSeconds } from "./due-times.ts";
import { failingAfterIntervals, mostLateSeconds, mostMissedShown } from "./limits.ts";

/** Runs of which each began in time after the one before; a single run is a stretch of its own. */
export type Stretch = { from: Date; to: Date };

export type ScheduleFacts = {
  rate: ScheduleRate;
  /** From when on runs are looked for: the schedule is at least as old. */
  watchedFrom: Date;
  asOf: Date;
  /** When runs began, oldest first; one from before `watchedFrom` may lead, as the instant to count from. */
  stretches: readonly Stretch[];
  lastSuccessAt: Date | null;
};

export type MissedRuns = {
  count: number;
  /** When the newest of them were due, newest first. */
  newest: Date[];
};

/** Milliseconds that a run may begin after its instant: half of the interval, five minutes at most. */
export function lateMs(rate: ScheduleRate, at: Date): number {
  return Math.min(mostLateSeconds, intervalSeconds(rate, at) / 2) * 1000;
}

/**
 * Runs of a schedule that did not begin in time, from `watchedFrom` to `asOf`. By the interval: a run is due one
 * interval after the run before it, and again each interval until one begins. By the calendar: each instant needs
 * a run that begins in time after it. A run that began late was missed, and so it counts.
 */
export function missedRuns(facts: Omit<ScheduleFacts, "lastSuccessAt">): MissedRuns {
  const { rate, watchedFrom, asOf, stretches } = facts;
  const late = lateMs(rate, asOf);
  if ("everySeconds" in rate) return missedByInterval(rate.everySeconds * 1000, late, facts);
  const due = cronTimes(rate, watchedFrom, new Date(+asOf - late));
  const missed = due.filter(
    (at) => !stretches.some(({ from, to }) => +from <= +at + late && +to >= +at - clockSlackMs),
  );
  return { count: missed.length, newest: missed.slice(-mostMissedShown).reverse() };
}

/** The queue's clock and the worker's may differ by this much. */
const clockSlackMs = 1_000;

type WatchedTime = Pick<ScheduleFacts, "watchedFrom" | "asOf" | "stretches">;

function missedByInterval(everyMs: number, late: number, watched: WatchedTime): MissedRuns {
  const watchedFrom = +watched.watchedFrom;
  let count = 0;
  const newest: Date[] = [];
  for (const { from, to } of gapsOf(watched)) {
    const first = Math.max(1, Math.ceil((watchedFrom - from) / everyMs));
    const last = Math.ceil((to - late - from) / everyMs) - 1;
    if (last < first) continue;
    count += last - first + 1;
    for (let n = last; n >= first && newest.length < mostMissedShown; n--) {
      newest.push(new Date(from + n * everyMs));
    }
  }
  return { count, newest };
}

/** The times between stretches, in milliseconds, newest first. */
function gapsOf({ watchedFrom, asOf, stretches }: WatchedTime): { from: number; to: number }[] {
  const ends = stretches.map(({ to }) => +to);
  const begins = stretches.map(({ from }) => +from);
  const [first] = begins;
  const before = first === undefined || first > +watchedFrom ? [+watchedFrom] : [];
  const to = [...(before.length > 0 ? begins : begins.slice(1)), +asOf];
  return [...before, ...ends].map((from, at) => ({ from, to: to[at] ?? +asOf })).reverse();
}

/** Whether a schedule had three chances since its last success, or since it is known, and used none. */
export function isFailing({
  rate,
  watchedFrom,
  asOf,
  lastSuccessAt,
}: Omit<ScheduleFacts, "stretches">): boolean {
  const since = lastSuccessAt ?? watchedFrom;
  const late = lateMs(rate, asOf);
  if ("everySeconds" in rate) return +asOf - +since > failingAfterIntervals * rate.everySeconds * 1000 + late;
  return cronTimes(rate, since, new Date(+asOf - late)).length >= failingAfterIntervals;
}
