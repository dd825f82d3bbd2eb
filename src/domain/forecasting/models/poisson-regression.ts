import { regressionProfile } from "../layers/regression-profile.ts";
import type { MeanModel } from "../mean-model.ts";
import { fitOnce } from "./fit-once.ts";
import { multiplicativeModel } from "./multiplicative-model.ts";

/** Rates by a hierarchical Poisson regression on hour × weekend and day, with the layers of `multiplicativeModel`. */
export const poissonRegression: MeanModel = fitOnce(
  multiplicativeModel("poisson-regression", "Poisson regression", regressionProfile),
);
