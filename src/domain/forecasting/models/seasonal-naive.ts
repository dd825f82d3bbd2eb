import type { ForecastModel } from "../forecast-model.ts";
import type { HourSlot } from "../panel.ts";
import { hoursOfWeek } from "../panel-frame.ts";
import { seasonalNaiveScale } from "../seasonal-naive-scale.ts";
import { HoursBack } from "./hours-back.ts";

/** What came a week before is forecast again; its interval by the spread of such differences in the training. */
export const seasonalNaive: ForecastModel = {
  kind: "seasonal-naive",
  title: "Same hour of last week",
  fit(panel) {
    const back = new HoursBack(panel);
    const sds = panel.series.map(({ counts }) => differenceSd(counts));
    const lastWeekOf = (series: number, slot: HourSlot) => back.lastKnown(series, slot) ?? 0;
    return {
      predict: (series, slots) =>
        slots.map((slot) => ({
          kind: "normal",
          mean: lastWeekOf(series, slot),
          sd: sds[series] ?? 0,
        })),
      explain: (series, slot) => [{ part: "level", name: null, factor: lastWeekOf(series, slot) }],
      parameters: (series) => ({
        differenceSd: sds[series] ?? 0,
        meanDifference: seasonalNaiveScale(panel.series[series]?.counts ?? new Float64Array()),
      }),
      basis: (series) => back.basis(series),
    };
  },
};

function differenceSd(counts: Float64Array): number {
  let [squares, hours] = [0, 0];
  for (let hour = hoursOfWeek; hour < counts.length; hour++) {
    const difference = (counts[hour] ?? Number.NaN) - (counts[hour - hoursOfWeek] ?? Number.NaN);
    if (Number.isNaN(difference)) continue;
    squares += difference ** 2;
    hours++;
  }
  return hours > 0 ? Math.sqrt(squares / hours) : 0;
}
