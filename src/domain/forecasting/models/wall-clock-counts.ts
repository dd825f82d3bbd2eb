import type { HourSlot, PanelSeries } from "../panel.ts";

/** A series by the clock on the wall: every date has 24 hours, so that a period of 24 stays one. */
export type WallClockCounts = {
  /** Number of the first hour, as `wallHourOf` counts. */
  firstHour: number;
  /** NaN where nothing is known; the first and the last are known. */
  counts: Float64Array;
};

/** Hours from 1970-01-01 to the slot by the clock of the business. */
export function wallHourOf({ localDay, hourOfDay }: HourSlot): number {
  return localDay * 24 + hourOfDay;
}

/**
 * What is known of a series hour by hour on the wall's clock, for programs that know no other. The hour that is left out
 * in spring is unknown; one that comes twice in autumn is the mean of both. Null where nothing is known.
 */
export function wallClockCounts(
  slots: readonly HourSlot[],
  { counts, weights }: PanelSeries,
): WallClockCounts | null {
  const known = [...slots.keys()].filter((hour) => isKnown(counts, weights, hour));
  const [first, last] = [slots[known[0] ?? -1], slots[known.at(-1) ?? -1]];
  if (first === undefined || last === undefined) return null;
  const firstHour = wallHourOf(first);
  const sums = new Float64Array(wallHourOf(last) - firstHour + 1);
  const times = new Uint8Array(sums.length);
  for (const hour of known) {
    const slot = slots[hour];
    if (slot === undefined) continue;
    const place = wallHourOf(slot) - firstHour;
    sums[place] = (sums[place] ?? 0) + (counts[hour] ?? 0);
    times[place] = (times[place] ?? 0) + 1;
  }
  return { firstHour, counts: sums.map((sum, place) => sum / (times[place] ?? 0)) };
}

/** Hours that are left out of training are unknown to programs that know no weights. */
function isKnown(counts: Float64Array, weights: Float64Array, hour: number): boolean {
  return !Number.isNaN(counts[hour]) && (weights[hour] ?? 0) > 0;
}
