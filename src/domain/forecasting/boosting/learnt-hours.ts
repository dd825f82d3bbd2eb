import { findClosedDays } from "../layers/closures.ts";
import type { PanelSeries } from "../panel.ts";
import type { PanelFrame } from "../panel-frame.ts";

/** How much days of a series differ by more than chance: decides from when on empty days are a closure. */
const dayDispersion = 0.05;

/** Hours of a series as boosting learns from them. */
export type LearntHours = {
  /** 0 where nothing is known. */
  counts: Float64Array;
  /** Weights of the hours: 0 where nothing is known. */
  known: Float64Array;
  /** The same without holidays and closed days. */
  usual: Float64Array;
  /** 1 for days on which it was shut. */
  closed: Uint8Array;
};

export function learntHours(frame: PanelFrame, { counts, weights }: PanelSeries): LearntHours {
  const known = weights.map((weight, hour) => (Number.isNaN(counts[hour]) ? 0 : weight));
  const isHoliday = (hour: number) => frame.holidayOfDay[frame.dayOf[hour] ?? 0] !== null;
  const usual = known.map((weight, hour) => (isHoliday(hour) ? 0 : weight));
  const filled = counts.map((count) => (Number.isNaN(count) ? 0 : count));
  const closed = closedDays(frame, filled, usual);
  const open = usual.map((weight, hour) => (closed[frame.dayOf[hour] ?? 0] === 1 ? 0 : weight));
  return { counts: filled, known, usual: open, closed };
}

/** Starts an hour over the hours that count; 0 where there are none. */
export function meanRate({ counts, usual }: LearntHours): number {
  const hours = usual.reduce((sum, weight) => sum + weight, 0);
  const starts = counts.reduce((sum, count, hour) => sum + count * (usual[hour] ?? 0), 0);
  // A series of zeros has a rate too.
  return hours > 0 ? (starts + 0.005) / hours : 0;
}

/** A closure is known by what the days of the week usually bring. */
function closedDays(frame: PanelFrame, counts: Float64Array, weights: Float64Array): Uint8Array {
  const ofWeekday = { counts: new Float64Array(7), hours: new Float64Array(7) };
  const daily = { counts: new Float64Array(frame.days), expected: new Float64Array(frame.days) };
  const weekdayOf = (hour: number) => Math.floor((frame.cellOf[hour] ?? 0) / 24);
  weights.forEach((weight, hour) => {
    add(ofWeekday.counts, weekdayOf(hour), weight * (counts[hour] ?? 0));
    add(ofWeekday.hours, weekdayOf(hour), weight);
    add(daily.counts, frame.dayOf[hour] ?? 0, weight * (counts[hour] ?? 0));
  });
  weights.forEach((weight, hour) => {
    if (weight === 0) return;
    const rate = (ofWeekday.counts[weekdayOf(hour)] ?? 0) / (ofWeekday.hours[weekdayOf(hour)] ?? 1);
    add(daily.expected, frame.dayOf[hour] ?? 0, weight * rate);
  });
  return findClosedDays(daily, dayDispersion);
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] ?? 0) + value;
}
