import type { DailyTotals } from "./level-filter.ts";

/** ln of the chance below which a run of days without a start is taken for a closure: one in 160,000. */
const closureLogChance = -12;

/**
 * Days on which a series was shut: runs of days without a start that its level makes all but impossible. They say
 * nothing about the level before and after, and are left out of it.
 * @param dayDispersion variance ÷ mean² of what days have in common
 */
export function findClosedDays({ counts, expected }: DailyTotals, dayDispersion: number): Uint8Array {
  const closed = new Uint8Array(counts.length);
  let [from, logChance] = [0, 0];
  for (let day = 0; day <= counts.length; day++) {
    const isEmpty = day < counts.length && (counts[day] ?? 0) === 0;
    if (isEmpty) {
      logChance += logChanceOfNone(expected[day] ?? 0, dayDispersion);
      continue;
    }
    if (logChance < closureLogChance) closed.fill(1, from, day);
    [from, logChance] = [day + 1, 0];
  }
  return closed;
}

/** Days up to the end of the stretch on which the series was shut; 0 where it is open. */
export function closedDaysAtEnd(closed: Uint8Array): number {
  let days = 0;
  while (days < closed.length && closed[closed.length - 1 - days] === 1) days++;
  return days;
}

/**
 * Share of the level that is forecast for a series that has been shut for so many days. Most pauses are of days, few
 * of weeks: each day halves the chance that it opens again within the next week, down to one in fifty.
 */
export function openShare(daysShut: number): number {
  return Math.max(0.02, 0.5 ** daysShut);
}

function logChanceOfNone(expected: number, dispersion: number): number {
  return dispersion > 0 ? -Math.log1p(dispersion * expected) / dispersion : -expected;
}
