import { fitSelection } from "./fit-selection.ts";
import type { ForecastModel } from "./forecast-model.ts";
import { type SelectionOptions, selectModels } from "./select-models.ts";

/** What the product does, as a model of its own: select on the training alone, then forecast. For backtests of the whole. */
export function selectedModel(options: SelectionOptions): ForecastModel {
  return {
    kind: "selected",
    title: "Selected by series",
    fit: async (panel) => await fitSelection(panel, await selectModels(panel, options), options.models),
  };
}
