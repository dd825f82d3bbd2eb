import { countInterval, coverageOf } from "./count-interval.ts";

/** Forecasts of recent hours, each made before its hour, and what came. */
export type RecentHours = {
  counts: readonly number[];
  means: readonly number[];
  dispersions: readonly number[];
};

/** What dispersions may be multiplied by, and the least dispersion that a factor is applied to. */
const widenings = [1, 1.5, 2.25, 3.5, 5, 8, 12];
const leastDispersion = 0.01;
/** A coverage that falls short by more standard errors than this is no chance. */
const mostStandardErrors = 2;
/** Hours of a day share their surprises: so many count as one. */
const hoursAlike = 2;

/**
 * What the dispersions of a series are to be multiplied by, so that intervals hold what they should when the world
 * changes faster than the dispersions were learnt. 1 as long as the recent coverage is no worse than chance makes it,
 * compared with what exact laws would cover; else the least widening that brings it there.
 */
export function wideningOf(recent: RecentHours): number {
  const enough = widenings.find((widening) => isCovered(recent, widening));
  return enough ?? widenings.at(-1) ?? 1;
}

/** The dispersion that a widening makes. A dispersion of nearly nought has to get off the ground first. */
export function widened(dispersion: number, widening: number): number {
  return widening === 1 ? dispersion : widening * Math.max(dispersion, leastDispersion);
}

function isCovered({ counts, means, dispersions }: RecentHours, widening: number): boolean {
  let [covered, exact] = [0, 0];
  counts.forEach((count, hour) => {
    const law = {
      kind: "negative_binomial" as const,
      mean: means[hour] ?? 0,
      dispersion: widened(dispersions[hour] ?? 0, widening),
      known: 0,
    };
    const interval = countInterval(law);
    if (interval.lower <= count && count <= interval.upper) covered++;
    exact += coverageOf(law, interval);
  });
  const variance = exact * (1 - exact / Math.max(counts.length, 1)) * hoursAlike;
  return covered >= exact - mostStandardErrors * Math.sqrt(variance);
}
