import type { ForecastModel } from "./forecast-model.ts";
import { type MstlLibrary, mstlEts } from "./models/mstl-ets.ts";
import { pooledBoosting } from "./models/pooled-boosting.ts";
import { type ProphetLibrary, prophet } from "./models/prophet.ts";
import { withCountLaw } from "./with-count-law.ts";

/**
 * Models to see ours beside. The product does not choose them: MSTL and Prophet are slower and worse, and boosting is
 * better as a part of a mean than by itself.
 */
export function comparisonModels(libraries: MstlLibrary & ProphetLibrary): readonly ForecastModel[] {
  return [withCountLaw(pooledBoosting), mstlEts(libraries), prophet(libraries)];
}
