/** A list as it is shown while newer data has come. */
export type KeptList<Row> = {
  rows: Row[];
  /** How many rows would come, go or stand elsewhere if the newest order were shown. */
  moved: number;
};

/**
 * Shows the newest values of rows without moving any: a list never jumps under the pointer. Rows that are no
 * longer in the newest page stay as they were last known.
 */
export function keepPlaces<Row extends { id: number }>(
  shown: readonly Row[],
  newest: readonly Row[],
): KeptList<Row> {
  const byId = new Map(newest.map((row) => [row.id, row]));
  const rows = shown.map((row) => byId.get(row.id) ?? row);
  return { rows, moved: countMoved(shown, newest) };
}

// Rows outside of the longest run that keeps its order: when one row sinks past ten others, one has moved.
function countMoved(shown: readonly { id: number }[], newest: readonly { id: number }[]): number {
  const places = new Map(newest.map(({ id }, place) => [id, place]));
  const kept = shown.flatMap(({ id }) => places.get(id) ?? []);
  const gone = shown.length - kept.length;
  const come = newest.length - kept.length;
  const stayed = longestRise(kept);
  return Math.max(gone, come) + (kept.length - stayed);
}

/** Length of the longest rising subsequence. */
function longestRise(places: readonly number[]): number {
  const ends: number[] = [];
  for (const place of places) {
    const at = ends.findIndex((end) => end >= place);
    ends[at === -1 ? ends.length : at] = place;
  }
  return ends.length;
}
