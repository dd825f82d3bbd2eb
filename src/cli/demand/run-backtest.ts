import { backtest, originsOf } from "#domain/forecasting/backtest.ts";
import type { ForecastModel } from "#domain/forecasting/forecast-model.ts";
import { forecastModels } from "#domain/forecasting/forecast-models.ts";
import type { Panel } from "#domain/forecasting/panel.ts";
import { type Selection, selectModels } from "#domain/forecasting/select-models.ts";
import { selectedModel } from "#domain/forecasting/selected-model.ts";
import { type BacktestSummary, summariseBacktest } from "#domain/forecasting/summarise-backtest.ts";
import { AppError, errorMessage } from "#platform/errors.ts";

export type BacktestRequest = {
  origins: number;
  horizonHours: number;
  stepHours: number;
  trainingHours: number;
  /** Further models to see ours beside; they are never selected. */
  comparisons: readonly ForecastModel[];
  onProgress(done: number, total: number, note: string): void;
};

export type BacktestReport = {
  /** Instants at which forecasts were made. */
  origins: Date[];
  /** Every model, comparisons after those that can be chosen, and last what is selected by series at each origin. */
  models: BacktestSummary[];
};

/** Origins within the training by which a model is chosen for each series. */
const selectionOrigins = 4;

/** Backtests every model and the selection. Throws invalid_input where the history is too short. */
export async function runBacktest(panel: Panel, request: BacktestRequest): Promise<BacktestReport> {
  const { horizonHours } = request;
  const selected = selectedModel({ origins: selectionOrigins, horizonHours, models: forecastModels });
  const models = [...forecastModels, ...request.comparisons, selected];
  try {
    const results = await backtest(panel, { ...request, models }, () => performance.now() / 1000);
    return {
      origins: originsOf(panel, request).map((at) => new Date(panel.slots[at]?.startMs ?? 0)),
      models: results.map((result) => summariseBacktest(panel, result)),
    };
  } catch (error) {
    throw tooShort(error);
  }
}

/** Chooses a model for each series on the last hours of the panel, as the product would today. */
export async function selectNow(panel: Panel, horizonHours: number): Promise<Selection> {
  try {
    return await selectModels(panel, { origins: selectionOrigins, horizonHours, models: forecastModels });
  } catch (error) {
    throw tooShort(error);
  }
}

function tooShort(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  const message = `The history is too short: ${errorMessage(error)}. Ask for fewer --origins or a shorter --horizon or --train-days.`;
  return new AppError("invalid_input", message, { cause: error });
}
