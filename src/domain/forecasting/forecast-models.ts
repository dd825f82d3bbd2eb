import type { ForecastModel } from "./forecast-model.ts";
import { fourWeekMean } from "./models/four-week-mean.ts";
import { type MeanPart, meanOfModels } from "./models/mean-of-models.ts";
import { poissonRegression } from "./models/poisson-regression.ts";
import { recentRegression } from "./models/recent-regression.ts";
import { seasonalNaive } from "./models/seasonal-naive.ts";
import { shrunkenRates } from "./models/shrunken-rates.ts";
import { withCountLaw } from "./with-count-law.ts";

/** The model that every other one is shown against. It is fitted for every forecast. */
export const referenceModel: ForecastModel = fourWeekMean;

/** What the mean is made of: the regression of recent weeks has to earn its weight. */
export const meanParts: readonly MeanPart[] = [
  { model: poissonRegression, prior: 0.45 },
  { model: shrunkenRates, prior: 0.45 },
  { model: recentRegression, prior: 0.1 },
];

/** Every model that can be chosen: one line each. The first of equals is preferred. */
export const forecastModels: readonly ForecastModel[] = [
  withCountLaw(meanOfModels("mean-of-models", "Mean of models", meanParts)),
  withCountLaw(poissonRegression),
  withCountLaw(shrunkenRates),
  fourWeekMean,
  seasonalNaive,
];
