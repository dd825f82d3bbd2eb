import { rateProfile } from "../layers/rate-profile.ts";
import type { MeanModel } from "../mean-model.ts";
import { fitOnce } from "./fit-once.ts";
import { multiplicativeModel } from "./multiplicative-model.ts";

/** Rates of the hours of the week by Gamma-Poisson empirical Bayes, with the layers of `multiplicativeModel`. */
export const shrunkenRates: MeanModel = fitOnce(
  multiplicativeModel("shrunken-rates", "Shrunken hour-of-week rates", rateProfile),
);
