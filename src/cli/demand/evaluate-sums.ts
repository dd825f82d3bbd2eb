import { originsOf } from "#domain/forecasting/backtest.ts";
import { forecastModels } from "#domain/forecasting/forecast-models.ts";
import type { Panel } from "#domain/forecasting/panel.ts";
import { slicePanel } from "#domain/forecasting/panel-slice.ts";
import {
  type HourOutcome,
  type SumScore,
  scoreSums,
  sharedErrorDays,
} from "#domain/forecasting/score-sums.ts";
import { estimateSharedError, noSharedError, type SharedError } from "#domain/forecasting/shared-error.ts";
import { localDayOf } from "#domain/time/zone-offset.ts";

export type SumsRequest = {
  origins: number;
  horizonHours: number;
  stepHours: number;
  trainingHours: number;
  /** Whose days hours lie on. */
  timezone: string;
  onProgress(done: number, total: number): void;
};

/** Bands of sums of a panel's own hours on past weeks, by the first model alone, without any prior of what they err together. */
export async function evaluateSums(
  panel: Panel,
  request: SumsRequest,
): Promise<{ sums: SumScore[]; shared: SharedError }> {
  const [model] = forecastModels;
  if (model === undefined) throw new RangeError("there is no model");
  const runs: HourOutcome[][] = [];
  const places = originsOf(panel, request);
  for (const [done, origin] of places.entries()) {
    request.onProgress(done, places.length);
    const training = slicePanel(panel, Math.max(0, origin - request.trainingHours), origin);
    const fitted = await model.fit(training);
    const slots = panel.slots.slice(origin, origin + request.horizonHours);
    runs.push(
      panel.series.flatMap(({ id, counts }, series) =>
        fitted.predict(series, slots).flatMap((law, hour): HourOutcome[] => {
          const actual = counts[origin + hour] ?? Number.NaN;
          const startMs = slots[hour]?.startMs ?? 0;
          if (Number.isNaN(actual) || law.kind !== "negative_binomial") return [];
          const day = localDayOf(request.timezone, startMs);
          return [{ ...law, series: id, day, startMs, actual }];
        }),
      ),
    );
  }
  const none = { prior: noSharedError, priorDays: 0 };
  const days = runs.flatMap((hours, run) => sharedErrorDays(hours, String(run)));
  return {
    sums: scoreSums(runs, none),
    shared: estimateSharedError(days, new Set(days.map(({ day }) => day)).size, none),
  };
}
