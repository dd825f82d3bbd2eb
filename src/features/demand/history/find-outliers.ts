import { probabilityAtMost } from "#domain/forecasting/count-probabilities.ts";
import { robustSpread } from "#domain/stats/robust-spread.ts";
import type { DemandSettings } from "../weights.ts";
import type { DemandHistory } from "./load-history.ts";

/** An hour that weighs less in training. */
export type FoundOutlier = {
  code: string;
  startMs: number;
  weight: number;
  expected: number;
  reason: string;
};

/** Hours of the same hour of the week before and after that say what is usual. */
const neighboursEachSide = 4;
/** With fewer on both sides together nobody can say what is usual. */
const leastNeighbours = 4;
/** Hours over which all subjects together are looked at for an outage. */
const outageWindows = [1, 3, 6];

/**
 * Hours out of the ordinary against the weekly profile around them: outages (all subjects together far below what is
 * usual) and single peaks or holes of one subject. Holidays are left alone: models learn them for themselves.
 */
export function findOutliers(history: DemandHistory, settings: DemandSettings["outliers"]): FoundOutlier[] {
  const places = placesByHourOfWeek(history);
  const totals = totalsOf(history);
  const out = findOutages(
    totals,
    usualAt(totals, places),
    history,
    settings.outageBelow,
    settings.outageLevel,
  );
  const outages = new Set(out.keys());
  const found: FoundOutlier[] = [];
  for (const { code, counts } of history.subjects) {
    const usual = usualAt(counts, places, outages);
    for (const place of outages) {
      const expected = usual[place] as number;
      if (!Number.isNaN(counts[place]))
        found.push({
          code,
          ...hourOf(history, place),
          weight: 0,
          expected,
          reason: out.get(place) as string,
        });
    }
    for (const place of strangeHours(counts, usual, history, settings)) {
      if (outages.has(place)) continue;
      const [count, expected] = [counts[place] as number, usual[place] as number];
      const reason = `${count} ${count === 1 ? "session" : "sessions"} where ${rounded(expected)} are usual at this hour of the week`;
      found.push({ code, ...hourOf(history, place), weight: settings.weight, expected, reason });
    }
  }
  return found;
}

const hourOf = ({ slots }: DemandHistory, place: number) => ({ startMs: slots[place]?.startMs ?? 0 });
const rounded = (sessions: number) => Number(sessions.toFixed(sessions < 10 ? 1 : 0));

/** Places of each hour of the week, in time order. */
function placesByHourOfWeek({ slots }: DemandHistory): number[][] {
  const places: number[][] = Array.from({ length: 168 }, () => []);
  for (const [place, { weekday, hourOfDay }] of slots.entries())
    places[weekday * 24 + hourOfDay]?.push(place);
  return places;
}

/** What all subjects have together; those that did not exist yet had nothing. */
function totalsOf({ slots, subjects }: DemandHistory): Float64Array {
  const totals = new Float64Array(slots.length);
  for (const { counts } of subjects)
    for (const [place, count] of counts.entries())
      if (!Number.isNaN(count)) (totals[place] as number) += count;
  return totals;
}

/** Mean of the nearest same hours of the week, the highest and the lowest of them left out; NaN where they are too few. */
function usualAt(
  counts: Float64Array,
  placesByHour: readonly number[][],
  leftOut: ReadonlySet<number> = new Set(),
): Float64Array {
  const usual = new Float64Array(counts.length).fill(Number.NaN);
  for (const places of placesByHour) {
    const known = places.filter((place) => !Number.isNaN(counts[place]) && !leftOut.has(place));
    let before = 0;
    for (const place of places) {
      while (before < known.length && (known[before] as number) < place) before++;
      const after = known[before] === place ? before + 1 : before;
      const near = [
        ...known.slice(Math.max(0, before - neighboursEachSide), before),
        ...known.slice(after, after + neighboursEachSide),
      ];
      if (near.length >= leastNeighbours)
        usual[place] = trimmedMean(near.map((neighbour) => counts[neighbour] as number));
    }
  }
  return usual;
}

function trimmedMean(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0) - Math.max(...values) - Math.min(...values);
  return sum / (values.length - 2);
}

/** Places of outages, with what to say of them. */
function findOutages(
  totals: Float64Array,
  usual: Float64Array,
  { slots }: DemandHistory,
  outageBelow: number,
  level: number,
): Map<number, string> {
  const found = new Map<number, string>();
  for (const hours of outageWindows) {
    for (let from = 0; from + hours <= totals.length; from++) {
      const window = Array.from({ length: hours }, (_, step) => from + step);
      if (window.some((place) => slots[place]?.holiday !== null)) continue;
      const came = window.reduce((sum, place) => sum + (totals[place] as number), 0);
      const expected = window.reduce((sum, place) => sum + (usual[place] as number), 0);
      if (
        !(came <= outageBelow * expected) ||
        probabilityAtMost({ kind: "negative_binomial", mean: expected, dispersion: 0, known: 0 }, came) >
          level
      )
        continue;
      const reason = `all subjects together had ${came} sessions in ${hours === 1 ? "an hour" : `${hours} hours`} where ${rounded(expected)} are usual`;
      for (const place of window) if (!found.has(place)) found.set(place, reason);
    }
  }
  return found;
}

/** Square roots make counts scatter alike whatever their size: 2√(y + 3/8), Anscombe, Biometrika 35 (1948). */
const anscombe = (count: number) => 2 * Math.sqrt(count + 3 / 8);

function strangeHours(
  counts: Float64Array,
  usual: Float64Array,
  { slots }: DemandHistory,
  { leastDeviations, leastSessions }: DemandSettings["outliers"],
): number[] {
  const deviations = Array.from(counts, (count, place) => anscombe(count) - anscombe(usual[place] as number));
  const spread = robustSpread(deviations.filter((deviation) => !Number.isNaN(deviation)))?.spread ?? 0;
  // Chance alone makes a spread of 1, and a little more as what is usual is itself an estimate.
  const limit = leastDeviations * Math.max(1, spread);
  return [...counts.keys()].filter(
    (place) =>
      slots[place]?.holiday === null &&
      Math.abs(deviations[place] as number) >= limit &&
      Math.abs((counts[place] as number) - (usual[place] as number)) >= leastSessions,
  );
}
