import { regressionProfile } from "../layers/regression-profile.ts";
import { multiplicativeModel } from "./multiplicative-model.ts";

export const poissonRegression = multiplicativeModel("poisson-regression", "Poisson regression", regressionProfile);
