import type { ChartPoint, ChartSeries } from "./chart-data.ts";

/** Height of a name beside a line, with a little room. */
const labelPx = 15;

type End = { key: string; value: number };

/**
 * By how many pixels to move the names of lines that end at the last point, so that none lies on another: the higher value
 * stays, the next ones give way downwards. Heights are those of a scale from nought to the largest value.
 */
export function labelShifts(
  series: readonly Pick<ChartSeries, "key">[],
  points: readonly ChartPoint[],
  heightPx: number,
): Map<string, number> {
  const numbers = points.flatMap(({ values }) =>
    Object.values(values).filter((value) => typeof value === "number"),
  );
  const most = numbers.reduce((max, value) => Math.max(max, value), 0);
  const last = points.at(-1)?.values ?? {};
  const ends = series
    .flatMap(({ key }): End[] => (typeof last[key] === "number" ? [{ key, value: last[key] }] : []))
    .sort((a, b) => b.value - a.value);
  const shifts = new Map<string, number>();
  let floorPx = Number.NEGATIVE_INFINITY;
  for (const { key, value } of ends) {
    const px = most > 0 ? (1 - value / most) * heightPx : 0;
    const placed = Math.max(px, floorPx);
    shifts.set(key, placed - px);
    floorPx = placed + labelPx;
  }
  return shifts;
}
