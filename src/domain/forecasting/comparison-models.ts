import type { ForecastModel } from "./forecast-model.ts";
import { meanParts } from "./forecast-models.ts";
import { meanOfModels } from "./models/mean-of-models.ts";
import { type MstlLibrary, mstlEts } from "./models/mstl-ets.ts";
import { pooledBoosting } from "./models/pooled-boosting.ts";
import { type ProphetLibrary, prophet } from "./models/prophet.ts";
import { withCountLaw } from "./with-count-law.ts";

/**
 * Models to see ours beside. The product does not choose them: MSTL and Prophet are slower and worse, and boosting adds
 * less to the mean than it takes in time.
 */
export function comparisonModels(libraries: MstlLibrary & ProphetLibrary): readonly ForecastModel[] {
  const withBoosting = [
    ...meanParts.map((part) => ({ ...part, prior: 0.9 * part.prior })),
    { model: pooledBoosting, prior: 0.1 },
  ];
  return [
    withCountLaw(meanOfModels("mean-with-boosting", "Mean of models with boosting", withBoosting)),
    withCountLaw(pooledBoosting),
    mstlEts(libraries),
    prophet(libraries),
  ];
}
