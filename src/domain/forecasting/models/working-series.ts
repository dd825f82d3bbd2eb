import { findClosedDays } from "../layers/closures.ts";
import type { DailyTotals } from "../layers/level-filter.ts";
import type { CellTotals } from "../layers/profile.ts";
import type { PanelSeries } from "../panel.ts";
import { hoursOfWeek, type PanelFrame } from "../panel-frame.ts";

/** A series while it is being fitted. */
export type WorkingSeries = {
  group: string | null;
  /** 0 where nothing is known. */
  counts: Float64Array;
  /** Weights of the hours: 0 where nothing is known. */
  known: Float64Array;
  /** The same without holidays and closed days: what profile and level learn from. */
  usual: Float64Array;
  /** Outside features' multiplier of each hour. */
  outside: Float64Array;
  /** 1 for days on which it was shut. */
  closed: Uint8Array;
};

/** A series before anything is fitted. */
export function toWorking(frame: PanelFrame, series: PanelSeries): WorkingSeries {
  const known = series.weights.map((weight, hour) => (Number.isNaN(series.counts[hour]) ? 0 : weight));
  return {
    group: series.group,
    counts: series.counts.map((count) => (Number.isNaN(count) ? 0 : count)),
    known,
    usual: known.map((weight, hour) => (frame.holidayOfDay[frame.dayOf[hour] ?? 0] === null ? weight : 0)),
    outside: new Float64Array(frame.hours).fill(1),
    closed: new Uint8Array(frame.days),
  };
}

/** The level of a day; 1 as long as none was found. */
export const levelAt = (level: Float64Array | undefined, day: number) => level?.[day] ?? 1;

/** What the hours of the week added up to, against the level that was found so far. */
export function cellTotals(
  frame: PanelFrame,
  own: WorkingSeries,
  level: Float64Array | undefined,
  memoryDays = Number.POSITIVE_INFINITY,
): CellTotals {
  const totals = {
    counts: new Float64Array(hoursOfWeek),
    exposures: new Float64Array(hoursOfWeek),
    group: own.group,
  };
  const remembered = Float64Array.from({ length: frame.days }, (_, day) =>
    Math.exp((day - frame.days) / memoryDays),
  );
  for (let hour = 0; hour < frame.hours; hour++) {
    const usual = own.usual[hour] ?? 0;
    if (usual === 0) continue;
    const [cell, day] = [frame.cellOf[hour] ?? 0, frame.dayOf[hour] ?? 0];
    const weight = usual * (remembered[day] ?? 1);
    totals.counts[cell] = (totals.counts[cell] ?? 0) + weight * (own.counts[hour] ?? 0);
    const multiplier = levelAt(level, day) * (own.outside[hour] ?? 1);
    totals.exposures[cell] = (totals.exposures[cell] ?? 0) + weight * multiplier;
  }
  return totals;
}

/** What the days added up to, against what the rates expect at level 1. */
export function dailyTotals(
  frame: PanelFrame,
  own: WorkingSeries,
  rates: Float64Array | undefined,
): DailyTotals {
  const daily = { counts: new Float64Array(frame.days), expected: new Float64Array(frame.days) };
  for (let hour = 0; hour < frame.hours; hour++) {
    const weight = own.usual[hour] ?? 0;
    if (weight === 0) continue;
    const day = frame.dayOf[hour] ?? 0;
    const expected = (rates?.[frame.cellOf[hour] ?? 0] ?? 0) * (own.outside[hour] ?? 1);
    daily.counts[day] = (daily.counts[day] ?? 0) + weight * (own.counts[hour] ?? 0);
    daily.expected[day] = (daily.expected[day] ?? 0) + weight * expected;
  }
  return daily;
}

/** Marks the days on which the series was shut; from then on nothing is learnt from them. */
export function markClosed(
  frame: PanelFrame,
  own: WorkingSeries,
  rates: Float64Array | undefined,
  dayDispersion: number,
): void {
  findClosedDays(dailyTotals(frame, own, rates), dayDispersion).forEach((isClosed, day) => {
    if (isClosed === 1) own.closed[day] = 1;
  });
  if (!own.closed.includes(1)) return;
  for (let hour = 0; hour < frame.hours; hour++)
    if (own.closed[frame.dayOf[hour] ?? 0] === 1) own.usual[hour] = 0;
}
