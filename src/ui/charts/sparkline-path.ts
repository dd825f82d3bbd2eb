/** One value of a small line; `text` is the figure as written elsewhere. */
export type SparklinePoint = { label: string; value: number | null; text?: string };

export type Position = { x: number; y: number };

/**
 * Places values in a box of 100 by 100, the largest on top. Gaps stay gaps: a missing value has no position.
 * All values alike lie in the middle.
 */
export function placePoints(points: readonly SparklinePoint[]): (Position | null)[] {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const lowest = Math.min(...values);
  const spread = Math.max(...values) - lowest;
  const step = points.length > 1 ? 100 / (points.length - 1) : 0;
  return points.map(({ value }, index) =>
    value === null
      ? null
      : {
          x: points.length > 1 ? index * step : 100,
          y: spread === 0 ? 50 : 100 - ((value - lowest) / spread) * 100,
        },
  );
}

/** SVG path through the positions, begun anew after each gap. */
export function pathThrough(positions: readonly (Position | null)[]): string {
  const round = (value: number) => Math.round(value * 100) / 100;
  return positions
    .map((position, index) => {
      if (!position) return "";
      const command = positions[index - 1] ? "L" : "M";
      return `${command}${round(position.x)} ${round(position.y)}`;
    })
    .join("");
}
