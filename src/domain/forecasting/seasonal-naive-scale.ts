import { hoursOfWeek } from "./panel-frame.ts";

/**
 * Mean absolute difference of counts a week apart: what errors are divided by in MASE and MSIS.
 * @returns null where no two such hours are known, or none differ
 * @see Hyndman and Koehler, International Journal of Forecasting 22 (2006)
 */
export function seasonalNaiveScale(counts: Float64Array): number | null {
  let [sum, hours] = [0, 0];
  for (let hour = hoursOfWeek; hour < counts.length; hour++) {
    const difference = Math.abs((counts[hour] ?? Number.NaN) - (counts[hour - hoursOfWeek] ?? Number.NaN));
    if (Number.isNaN(difference)) continue;
    sum += difference;
    hours++;
  }
  return sum > 0 ? sum / hours : null;
}
