import { hoursOfWeek } from "../panel-frame.ts";
import type { CellTotals } from "./profile.ts";

/** Starts an hour over all hours that are known; null where none is. */
export function meanRate({ counts, exposures }: CellTotals): number | null {
  const exposure = exposures.reduce((sum, value) => sum + value, 0);
  const count = counts.reduce((sum, value) => sum + value, 0);
  // Half a start in a hundred weeks: a series of zeros has a rate too.
  return exposure > 0 ? (count + 0.005) / exposure : null;
}

/** The totals of several series as those of one, each divided by its own rate, so that its exposure is in starts. */
export function poolTotals(all: readonly CellTotals[]): CellTotals {
  const pooled: CellTotals = {
    counts: new Float64Array(hoursOfWeek),
    exposures: new Float64Array(hoursOfWeek),
    group: null,
  };
  for (const totals of all) {
    const rate = meanRate(totals);
    if (rate === null) continue;
    for (let cell = 0; cell < hoursOfWeek; cell++) {
      pooled.counts[cell] = (pooled.counts[cell] ?? 0) + (totals.counts[cell] ?? 0);
      pooled.exposures[cell] = (pooled.exposures[cell] ?? 0) + rate * (totals.exposures[cell] ?? 0);
    }
  }
  return pooled;
}

/** The rate of a series without history: the geometric mean of those it is with. */
export function typicalRate(all: readonly CellTotals[]): number | null {
  const rates = all.map(meanRate).filter((rate) => rate !== null);
  if (rates.length === 0) return null;
  return Math.exp(rates.reduce((sum, rate) => sum + Math.log(rate), 0) / rates.length);
}
