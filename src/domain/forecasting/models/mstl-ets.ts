import type { ForecastModel } from "../forecast-model.ts";
import type { HourSlot, PanelSeries } from "../panel.ts";
import { hoursOfWeek } from "../panel-frame.ts";
import { type FittedSeries, fitEachSeries } from "./fit-each-series.ts";
import { wallClockCounts, wallHourOf } from "./wall-clock-counts.ts";

/** A program that splits a series by seasons and forecasts the rest by exponential smoothing. */
export type MstlLibrary = {
  /**
   * @param counts hour by hour; NaN where unknown, but neither the first nor the last
   * @param periods lengths of the seasons, in hours
   */
  fitMstlEts(
    counts: Float64Array,
    periods: readonly number[],
  ): {
    /** The hours after the last one, with the interval that holds `share` of the laws. */
    predict(hours: number, share: number): { point: number[]; lower: number[]; upper: number[] };
  };
};

const periods = [24, hoursOfWeek];
const share = 0.95;
/** Half the width of a normal law's 95 % interval, in standard deviations. */
const halfWidth = 1.959964;

/**
 * Multiple seasonal-trend decomposition by LOESS, a day and a week, with exponential smoothing of what is left chosen
 * by AICc; normal laws by the program's own intervals. It takes counts for numbers of any kind: a comparison.
 * @see Bandara, Hyndman and Bergmeir, MSTL, International Journal of Operational Research 52 (2025)
 */
export function mstlEts(library: MstlLibrary): ForecastModel {
  return {
    kind: "mstl-ets",
    title: "MSTL with exponential smoothing",
    fit: (panel) => fitEachSeries(panel, (series) => fitSeries(library, panel.slots, series)),
  };
}

function fitSeries(
  library: MstlLibrary,
  slots: readonly HourSlot[],
  series: PanelSeries,
): FittedSeries | null {
  const known = wallClockCounts(slots, series);
  // Two whole weeks are what LOESS over weeks needs.
  if (known === null || known.counts.length < 2 * hoursOfWeek) return null;
  const { firstHour, counts } = known;
  const fitted = library.fitMstlEts(counts, periods);
  return {
    parameters: { periods },
    predict(ahead) {
      const places = ahead.map((slot) => wallHourOf(slot) - firstHour - counts.length);
      const { point, lower, upper } = fitted.predict(Math.max(...places) + 1, share);
      return places.map((place) => ({
        mean: point[place] ?? Number.NaN,
        sd: ((upper[place] ?? Number.NaN) - (lower[place] ?? Number.NaN)) / (2 * halfWidth),
      }));
    },
  };
}
