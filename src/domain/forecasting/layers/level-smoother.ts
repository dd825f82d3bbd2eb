import { CountLikelihood } from "../count-likelihood.ts";
import { type DailyTotals, runFilter } from "./level-filter.ts";

/** Memories of the runs; a steady level and a shift each find one. */
const retentions = [1, 0.96, 0.9, 0.8];
/** A day judges a run by how it foretold that day and so many that it met before it: each day of the week once. */
const daysBefore = 6;

/**
 * The level of each day as it looks from both sides: filters run forwards and backwards, and each day believes those
 * that foretold it and the days that they met before it. A filter is late at a shift; the one from the other side is not, so what the
 * days of the week owe to a shift does not become a part of the week.
 */
export function smoothLevels(
  series: readonly DailyTotals[],
  dayDispersions: readonly number[],
): Float64Array[] {
  return series.map((daily, index) => smooth(daily, dayDispersions[index] ?? 0));
}

function smooth(daily: DailyTotals, dispersion: number): Float64Array {
  const { counts, expected } = daily;
  const days = counts.length;
  const mirrored = { counts: counts.toReversed(), expected: expected.toReversed() };
  const likelihood = new CountLikelihood(
    dispersion,
    Math.round(counts.reduce((most, value) => Math.max(most, value), 0)),
  );
  const runs = retentions.flatMap((retention) => [
    runFilter(daily, retention, dispersion, 0).path,
    runFilter(mirrored, retention, dispersion, 0).path.reverse(),
  ]);
  // The two directions are judged on different days, so each day by how far it is from the likeliest mean.
  const best = counts.map((count) => {
    const rounded = Math.round(count);
    return rounded > 0 ? likelihood.of(rounded, rounded, Math.log(rounded)) : 0;
  });
  // Runs alternate in direction: what one knew of a day before it came is what it held the day before, or after.
  const merits = runs.map((path, at) => {
    const before = at % 2 === 0 ? -1 : 1;
    return counts.map((count, day) => {
      const mean = (path[day + before] ?? Number.NaN) * (expected[day] ?? 0);
      return mean > 0
        ? likelihood.of(Math.round(count), mean, Math.log(mean)) - (best[day] ?? 0)
        : Number.NaN;
    });
  });
  const sums = merits.map((own, at) => (at % 2 === 0 ? sumBack(own) : sumBack(own.toReversed()).reverse()));
  return Float64Array.from({ length: days }, (_, day) => levelOf(day, runs, sums));
}

/** Mean of the runs' levels on a day, by how well each is believed; 1 where nothing is known. */
function levelOf(day: number, runs: readonly Float64Array[], sums: readonly Float64Array[]): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const sum of sums) if ((sum[day] ?? Number.NaN) > top) top = sum[day] ?? top;
  let [total, level] = [0, 0];
  for (const [at, sum] of sums.entries()) {
    const weight = Math.exp((sum[day] ?? Number.NaN) - top);
    if (Number.isNaN(weight)) continue;
    total += weight;
    level += weight * (runs[at]?.[day] ?? 1);
  }
  return total > 0 ? level / total : 1;
}

/** For each day the sum over itself and the days before it, of those that could be judged, as if all could. */
function sumBack(merits: Float64Array): Float64Array {
  const window = daysBefore + 1;
  let [sum, count] = [0, 0];
  return merits.map((merit, day) => {
    const gone = merits[day - window] ?? Number.NaN;
    if (!Number.isNaN(merit)) [sum, count] = [sum + merit, count + 1];
    if (!Number.isNaN(gone)) [sum, count] = [sum - gone, count - 1];
    return count > 0 ? (sum / count) * window : Number.NaN;
  });
}
