import type { HourForecast } from "./count-distribution.ts";
import { toHourForecast } from "./count-interval.ts";
import { fitSelection } from "./fit-selection.ts";
import type { ForecastBasis, ForecastModel, ForecastPart } from "./forecast-model.ts";
import { forecastModels, referenceModel } from "./forecast-models.ts";
import type { HourSlot, Panel } from "./panel.ts";
import type { Selection } from "./select-models.ts";

export type ForecastedHour = {
  startMs: number;
  forecast: HourForecast;
  /** What the reference says of the same hour. */
  reference: HourForecast;
  /** Parts whose factors multiply to the forecast's mean. */
  parts: ForecastPart[];
};

export type SeriesForecast = {
  seriesId: string;
  /** The model that made it. */
  kind: string;
  basis: ForecastBasis;
  hours: ForecastedHour[];
};

/**
 * Forecasts of all series for hours after the panel, each by the model that was selected for it, with means that add
 * up to the total. The models are fitted anew: no selection is needed for a daily forecast.
 * @throws RangeError where the selection names a model that is not among `models`
 */
export async function forecastPanel(
  panel: Panel,
  selection: Selection,
  futureSlots: readonly HourSlot[],
  models: readonly ForecastModel[] = forecastModels,
): Promise<SeriesForecast[]> {
  const fitted = await fitSelection(panel, selection, models);
  const reference = await referenceModel.fit(panel);
  return panel.series.map(({ id }, series) => {
    const laws = fitted.predict(series, futureSlots);
    const references = reference.predict(series, futureSlots);
    const hours = futureSlots.flatMap((slot, hour): ForecastedHour[] => {
      const [law, plain] = [laws[hour], references[hour]];
      if (law === undefined || plain === undefined) return [];
      return [
        {
          startMs: slot.startMs,
          forecast: toHourForecast(law),
          reference: toHourForecast(plain),
          parts: fitted.explain(series, slot),
        },
      ];
    });
    return { seriesId: id, kind: fitted.kindOf(series), basis: fitted.basis(series), hours };
  });
}
