import type { PanelFrame } from "../panel-frame.ts";
import type { DailyTotals } from "./level-filter.ts";

/** What the level is multiplied by where one part of the year gives way to another. */
export type SeasonChanges = {
  /** 1 where that change was not seen before, or where either part has no name. */
  of(series: number, from: string | null, to: string | null): number;
};

/** Days on either side by which a change is judged, and the fewest that say anything. */
const [mostDays, leastDays] = [21, 7];
/** Standard deviation of ln of a change: of those of a year, and of a series around the others. */
const [betweenChanges, betweenSeries] = [0.4, 0.2];
/** Common noise of three weeks, and of the same change in another year. */
const [weeksNoise, yearNoise] = [0.08, 0.12];

type Sides = { before: number; expectedBefore: number; after: number; expectedAfter: number };

/**
 * Changes of level between parts of the year (terms, exams, breaks), from when they happened within the training: what
 * came against what the hours of the week expect, in the three weeks after against the three before. One change over
 * all series, shrunk to none by how sure it is; then each series' own, shrunk to that.
 * @param daily for each series what came by day, and what its week expects at level 1; closed days have 0 expected
 */
export function fitSeasonChanges(frame: PanelFrame, daily: readonly DailyTotals[]): SeasonChanges {
  const places = changesOf(frame);
  const shared = new Map<string, number>();
  const own = daily.map(() => new Map<string, number>());
  for (const [name, days] of places) {
    const sides = daily.map((series) => addSides(days.map((day) => sidesOf(frame, series, day))));
    const whole = logChange(addSides(sides), 0, betweenChanges, weeksNoise ** 2 + yearNoise ** 2);
    shared.set(name, whole);
    for (const [at, series] of sides.entries())
      own[at]?.set(name, logChange(series, whole, betweenSeries, weeksNoise ** 2));
  }
  return {
    of: (series, from, to) => {
      if (from === null || to === null || from === to) return 1;
      const name = nameOf(from, to);
      return Math.exp(own[series]?.get(name) ?? shared.get(name) ?? 0);
    },
  };
}

const nameOf = (from: string, to: string) => `${from} > ${to}`;

/** First days of the parts of the year that lie wholly within reach, by what gave way to what. */
function changesOf({ seasonOfDay, days }: PanelFrame): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let day = leastDays; day + leastDays <= days; day++) {
    const [from, to] = [seasonOfDay[day - 1] ?? null, seasonOfDay[day] ?? null];
    if (from === null || to === null || from === to) continue;
    const name = nameOf(from, to);
    places.set(name, [...(places.get(name) ?? []), day]);
  }
  return places;
}

function sidesOf(frame: PanelFrame, { counts, expected }: DailyTotals, day: number): Sides {
  const sides: Sides = { before: 0, expectedBefore: 0, after: 0, expectedAfter: 0 };
  for (
    let back = 1;
    back <= mostDays && frame.seasonOfDay[day - back] === frame.seasonOfDay[day - 1];
    back++
  ) {
    sides.before += counts[day - back] ?? 0;
    sides.expectedBefore += expected[day - back] ?? 0;
  }
  for (let on = 0; on < mostDays && frame.seasonOfDay[day + on] === frame.seasonOfDay[day]; on++) {
    sides.after += counts[day + on] ?? 0;
    sides.expectedAfter += expected[day + on] ?? 0;
  }
  return sides;
}

function addSides(all: readonly Sides[]): Sides {
  return all.reduce(
    (sum, one) => ({
      before: sum.before + one.before,
      expectedBefore: sum.expectedBefore + one.expectedBefore,
      after: sum.after + one.after,
      expectedAfter: sum.expectedAfter + one.expectedAfter,
    }),
    { before: 0, expectedBefore: 0, after: 0, expectedAfter: 0 },
  );
}

/** ln of the change, shrunk to `centre`; the centre itself where a side is not known. */
function logChange(sides: Sides, centre: number, sd: number, commonVariance: number): number {
  const { before, expectedBefore, after, expectedAfter } = sides;
  if (!(expectedBefore > 0 && expectedAfter > 0)) return centre;
  const seen =
    Math.log((after + 0.5) / (expectedAfter + 0.5)) - Math.log((before + 0.5) / (expectedBefore + 0.5));
  const noise = 1 / (before + 0.5) + 1 / (after + 0.5) + commonVariance;
  return centre + (sd ** 2 / (sd ** 2 + noise)) * (seen - centre);
}
