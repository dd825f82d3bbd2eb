import { rateProfile } from "../layers/rate-profile.ts";
import { multiplicativeModel } from "./multiplicative-model.ts";

export const shrunkenRates = multiplicativeModel("shrunken-rates", "Shrunken rates", rateProfile);
