import type { CountDistribution } from "../count-distribution.ts";
import type { Fitted } from "../forecast-model.ts";
import type { HourSlot, Panel, PanelSeries } from "../panel.ts";
import { fourWeekMean } from "./four-week-mean.ts";
import { HoursBack } from "./hours-back.ts";

/** A normal law; counts are never negative, so neither is a mean. */
export type NormalHour = { mean: number; sd: number };

/** What a program that looks at one series at a time found. */
export type FittedSeries = {
  predict(slots: readonly HourSlot[]): NormalHour[];
  parameters: Record<string, unknown>;
};

/** No mean is quite nought: somebody may always come. In starts an hour. */
const leastMean = 1e-4;

/**
 * Fits each series by itself with somebody else's program. A series that it cannot fit (null) gets the reference's
 * forecast, so that models are compared on the same hours.
 */
export async function fitEachSeries(
  panel: Panel,
  fitSeries: (series: PanelSeries) => FittedSeries | null,
): Promise<Fitted> {
  const reference = await fourWeekMean.fit(panel);
  const back = new HoursBack(panel);
  const fits = panel.series.map(fitSeries);
  const predict = (series: number, slots: readonly HourSlot[]): CountDistribution[] =>
    fits[series]
      ?.predict(slots)
      .map(({ mean, sd }) => ({ kind: "normal", mean: Math.max(mean, leastMean), sd })) ??
    reference.predict(series, slots);
  return {
    predict,
    explain: (series, slot) => [
      { part: "level", name: null, factor: predict(series, [slot])[0]?.mean ?? Number.NaN },
    ],
    parameters: (series) => fits[series]?.parameters ?? { fallback: fourWeekMean.kind },
    basis: (series) => back.basis(series),
  };
}
