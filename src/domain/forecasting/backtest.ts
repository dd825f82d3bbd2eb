import { toHourForecast } from "./count-interval.ts";
import type { Fitted, ForecastModel } from "./forecast-model.ts";
import { addScores, noScores, type ScoreSums, scoreHour } from "./forecast-scores.ts";
import type { Panel } from "./panel.ts";
import { slicePanel } from "./panel-slice.ts";
import { seasonalNaiveScale } from "./seasonal-naive-scale.ts";

export type BacktestOptions = {
  /** How many times the past is cut into what was known and what came. */
  origins: number;
  /** Hours forecast from each origin. */
  horizonHours: number;
  /** Hours from one origin to the next; the horizon where left out, so that no hour is forecast twice. */
  stepHours?: number;
  /** Hours of training before each origin; all there are where left out. */
  trainingHours?: number;
  models: readonly ForecastModel[];
  onProgress?: (done: number, total: number, note: string) => void;
};

/** What one model did on one series from one origin, by distance: the first day ahead is at place 0. */
export type BacktestCell = { origin: number; series: number; days: ScoreSums[] };

export type ModelBacktest = {
  kind: string;
  cells: BacktestCell[];
  fitSeconds: number;
  predictSeconds: number;
};

/** Seconds that have passed; the domain has no clock of its own, so that of whoever measures is used where given. */
export type Stopwatch = () => number;

/**
 * Forecasts from origins in the past, the last one a horizon before the panel's end, each from the hours before it
 * alone, and scores them by what came. Hours of which nothing is known are not scored.
 * @throws RangeError where the panel is too short for so many origins
 */
export async function backtest(
  panel: Panel,
  options: BacktestOptions,
  stopwatch: Stopwatch = () => 0,
): Promise<ModelBacktest[]> {
  const origins = originsOf(panel, options);
  const results = options.models.map(({ kind }) => emptyResult(kind));
  const total = origins.length * options.models.length;
  let done = 0;
  for (const [at, origin] of origins.entries()) {
    const training = slicePanel(panel, Math.max(0, origin - (options.trainingHours ?? origin)), origin);
    for (const [index, model] of options.models.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      const startedAt = stopwatch();
      const fitted = await model.fit(training);
      result.fitSeconds += stopwatch() - startedAt;
      scoreOrigin(
        panel,
        training,
        fitted,
        { at, origin, horizonHours: options.horizonHours },
        result,
        stopwatch,
      );
      options.onProgress?.(++done, total, model.title);
    }
  }
  return results;
}

/** A training shorter than this says too little about a week. */
const leastTrainingHours = 2 * 168;

/** Places of the origins in the panel, the earliest first. */
export function originsOf(
  panel: Panel,
  {
    origins,
    horizonHours,
    stepHours = horizonHours,
  }: Pick<BacktestOptions, "origins" | "horizonHours" | "stepHours">,
): number[] {
  const last = panel.slots.length - horizonHours;
  const places = Array.from({ length: origins }, (_, index) => last - (origins - 1 - index) * stepHours);
  if ((places[0] ?? -1) < leastTrainingHours)
    throw new RangeError(
      `${origins} origins need ${leastTrainingHours + (origins - 1) * stepHours + horizonHours} hours of history; there are ${panel.slots.length}`,
    );
  return places;
}

const emptyResult = (kind: string): ModelBacktest => ({ kind, cells: [], fitSeconds: 0, predictSeconds: 0 });

function scoreOrigin(
  panel: Panel,
  training: Panel,
  fitted: Fitted,
  { at, origin, horizonHours }: { at: number; origin: number; horizonHours: number },
  result: ModelBacktest,
  stopwatch: Stopwatch,
): void {
  const slots = panel.slots.slice(origin, origin + horizonHours);
  panel.series.forEach(({ counts }, series) => {
    const scale = seasonalNaiveScale(training.series[series]?.counts ?? new Float64Array());
    const days = Array.from({ length: Math.ceil(horizonHours / 24) }, () => ({ ...noScores }));
    const startedAt = stopwatch();
    const forecasts = fitted.predict(series, slots).map(toHourForecast);
    result.predictSeconds += stopwatch() - startedAt;
    forecasts.forEach((forecast, hour) => {
      const [count, sums] = [counts[origin + hour] ?? Number.NaN, days[Math.floor(hour / 24)]];
      if (!Number.isNaN(count) && sums !== undefined) addScores(sums, scoreHour(forecast, count, scale));
    });
    result.cells.push({ origin: at, series, days });
  });
}
