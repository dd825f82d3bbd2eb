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

/** How soon a pause ends: 1 if every length were as likely on the log scale, less because some pauses never end. */
const reopeningExponent = 0.5;

/**
 * Chance that a series which has been shut for `daysShut` days is open `daysAhead` days from its last one:
 * 1 − (daysShut ÷ (daysShut + daysAhead))^½. A pause of
 * days mostly ends within days, one of months does not: lengths of pauses without a scale of their own.
 * @see Gott, Nature 363 (1993), for how long what has lasted goes on; his law has the exponent 1
 */
export function reopeningChance(daysShut: number, daysAhead: number): number {
  return daysShut > 0 ? 1 - (daysShut / (daysShut + Math.max(daysAhead, 0))) ** reopeningExponent : 1;
}

function logChanceOfNone(expected: number, dispersion: number): number {
  return dispersion > 0 ? -Math.log1p(dispersion * expected) / dispersion : -expected;
}
