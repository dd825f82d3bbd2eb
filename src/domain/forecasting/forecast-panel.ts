import type { HourForecast } from "./count-distribution.ts";
import { toHourForecast } from "./count-interval.ts";
import type { Fitted, ForecastBasis, ForecastModel, ForecastPart } from "./forecast-model.ts";
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
 * Forecasts of all series for hours after the panel, each by the model that was selected for it; a series that the
 * selection does not know gets the one that is best over all.
 * @throws RangeError where the selection names a model that is not among `models`
 */
export async function forecastPanel(
  panel: Panel,
  selection: Selection,
  futureSlots: readonly HourSlot[],
  models: readonly ForecastModel[] = forecastModels,
): Promise<SeriesForecast[]> {
  const chosen = new Map(selection.series.map(({ seriesId, kind }) => [seriesId, kind]));
  const kinds = panel.series.map(({ id }) => chosen.get(id) ?? selection.pooledKind);
  const fits = await fitKinds(panel, new Set(kinds), models);
  const reference = await referenceModel.fit(panel);
  return panel.series.map(({ id }, series) => {
    const kind = kinds[series] ?? selection.pooledKind;
    const fitted = fits.get(kind) ?? reference;
    const references = reference.predict(series, futureSlots);
    const hours = fitted.predict(series, futureSlots).flatMap((law, hour): ForecastedHour[] => {
      const [slot, plain] = [futureSlots[hour], references[hour]];
      if (slot === undefined || plain === undefined) return [];
      const parts = fitted.explain(series, slot);
      return [
        { startMs: slot.startMs, forecast: toHourForecast(law), reference: toHourForecast(plain), parts },
      ];
    });
    return { seriesId: id, kind, basis: fitted.basis(series), hours };
  });
}

async function fitKinds(
  panel: Panel,
  kinds: ReadonlySet<string>,
  models: readonly ForecastModel[],
): Promise<Map<string, Fitted>> {
  const fits = new Map<string, Fitted>();
  for (const kind of kinds) {
    const model = models.find((one) => one.kind === kind);
    if (model === undefined) throw new RangeError(`the selection names ${kind}, which is no model`);
    fits.set(kind, await model.fit(panel));
  }
  return fits;
}
