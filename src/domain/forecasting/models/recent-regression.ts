import { regressionProfile } from "../layers/regression-profile.ts";
import type { MeanModel } from "../mean-model.ts";
import { fitOnce } from "./fit-once.ts";
import { multiplicativeModel } from "./multiplicative-model.ts";

/** Long enough to tell the hours of a busy subject apart, short enough to follow a new timetable within two weeks. */
const weekMemoryDays = 10;

/** `poissonRegression` whose week is that of the last two weeks mostly: what finds a week that has changed. */
export const recentRegression: MeanModel = fitOnce(
  multiplicativeModel(
    "recent-regression",
    "Poisson regression of recent weeks",
    regressionProfile,
    weekMemoryDays,
  ),
);
