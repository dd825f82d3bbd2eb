import { markClosed, toWorking, type WorkingSeries } from "../models/working-series.ts";
import type { PanelSeries } from "../panel.ts";
import { hoursOfWeek, type PanelFrame } from "../panel-frame.ts";

/** How much days of a series differ by more than chance: decides from when on empty days are a closure. */
const dayDispersion = 0.05;

/** Hours of a series as boosting learns from them. */
export type LearntHours = Pick<WorkingSeries, "counts" | "known" | "usual" | "closed">;

/** A closure is known by what the days of the week usually bring. */
export function learntHours(frame: PanelFrame, series: PanelSeries): LearntHours {
  const own = toWorking(frame, series);
  markClosed(frame, own, weekdayRates(frame, own), dayDispersion);
  return own;
}

/** Starts an hour over the hours that count; 0 where there are none. */
export function meanRate({ counts, usual }: LearntHours): number {
  const hours = usual.reduce((sum, weight) => sum + weight, 0);
  const starts = counts.reduce((sum, count, hour) => sum + count * (usual[hour] ?? 0), 0);
  // A series of zeros has a rate too.
  return hours > 0 ? (starts + 0.005) / hours : 0;
}

/** The same for each hour of the week: the mean of its day. */
function weekdayRates(frame: PanelFrame, { counts, usual }: LearntHours): Float64Array {
  const ofWeekday = { counts: new Float64Array(7), hours: new Float64Array(7) };
  usual.forEach((weight, hour) => {
    const weekday = weekdayOf(frame.cellOf[hour] ?? 0);
    add(ofWeekday.counts, weekday, weight * (counts[hour] ?? 0));
    add(ofWeekday.hours, weekday, weight);
  });
  return Float64Array.from({ length: hoursOfWeek }, (_, cell) => {
    const hours = ofWeekday.hours[weekdayOf(cell)] ?? 0;
    return hours > 0 ? (ofWeekday.counts[weekdayOf(cell)] ?? 0) / hours : 0;
  });
}

const weekdayOf = (cell: number) => Math.floor(cell / 24);

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] ?? 0) + value;
}
