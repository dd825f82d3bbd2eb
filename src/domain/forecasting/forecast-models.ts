import type { ForecastModel } from "./forecast-model.ts";
import { fourWeekMean } from "./models/four-week-mean.ts";
import { meanOfModels } from "./models/mean-of-models.ts";
import { poissonRegression } from "./models/poisson-regression.ts";
import { pooledBoosting } from "./models/pooled-boosting.ts";
import { seasonalNaive } from "./models/seasonal-naive.ts";
import { shrunkenRates } from "./models/shrunken-rates.ts";
import { withCountLaw } from "./with-count-law.ts";

/** The model that every other one is shown against. It is fitted for every forecast. */
export const referenceModel: ForecastModel = fourWeekMean;

/** Every model that can be chosen: one line each. The first of equals is preferred. */
export const forecastModels: readonly ForecastModel[] = [
  withCountLaw(meanOfModels("mean-of-models", "Mean of the next two", [poissonRegression, shrunkenRates])),
  withCountLaw(poissonRegression),
  withCountLaw(shrunkenRates),
  withCountLaw(
    meanOfModels("mean-of-three", "Mean of those two and boosting over all series", [
      poissonRegression,
      shrunkenRates,
      pooledBoosting,
    ]),
  ),
  fourWeekMean,
  seasonalNaive,
];
