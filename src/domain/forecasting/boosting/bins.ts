/** Values are looked at by rank in so many parts; 0 is for what is not known. */
export const mostBins = 32;

/** One feature's limits between parts: a value lies in part 1 + (limits at or below it). */
export type BinLimits = Float64Array;

/** So many values say well enough where the limits lie. */
const enoughValues = 4000;

/** Limits that put about as many values into each part; fewer where values repeat. */
export function binLimits(values: Float64Array): BinLimits {
  const every = Math.ceil(values.length / enoughValues);
  const sorted = values.filter((value, at) => at % every === 0 && !Number.isNaN(value)).sort();
  const distinct = new Set(sorted);
  if (distinct.size <= mostBins - 1) {
    const all = [...distinct];
    return Float64Array.from(all.slice(1), (value, at) => (value + (all[at] ?? value)) / 2);
  }
  const limits = new Set<number>();
  for (let part = 1; part < mostBins - 1; part++)
    limits.add(sorted[Math.floor((part * sorted.length) / (mostBins - 1))] ?? 0);
  return Float64Array.from(limits);
}

/** The part that a value lies in. */
export function binOf(limits: BinLimits, value: number): number {
  if (Number.isNaN(value)) return 0;
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((limits[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
