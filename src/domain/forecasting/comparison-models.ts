import type { ForecastModel } from "./forecast-model.ts";
import { type MstlLibrary, mstlEts } from "./models/mstl-ets.ts";
import { type ProphetLibrary, prophet } from "./models/prophet.ts";

/** Models that are known elsewhere, to see ours beside. The product does not choose them: they are slower and worse. */
export function comparisonModels(libraries: MstlLibrary & ProphetLibrary): readonly ForecastModel[] {
  return [mstlEts(libraries), prophet(libraries)];
}
