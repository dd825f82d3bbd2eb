import { forecastModels } from "#domain/forecasting/forecast-models.ts";
import { forecastPanel, type SeriesForecast } from "#domain/forecasting/forecast-panel.ts";
import type { HourSlot, Panel } from "#domain/forecasting/panel.ts";
import { type Selection, selectModels } from "#domain/forecasting/select-models.ts";
import { type FeatureValue, toCovariates } from "../history/load-panel.ts";

/** Which kind of model serves whom. */
export type Serving = {
  /** Serves whoever has no better one. */
  pooledKind: string;
  /** How much say the total's own forecast has over the sum of the subjects', 0 to 1. */
  totalWeight: number;
  ofSubject: Readonly<Record<string, string>>;
};

/** What one computation takes: plain data, so that it can go to a thread of its own. */
export type ForecastTask = {
  panel: Panel;
  features: readonly FeatureValue[];
  futureSlots: readonly HourSlot[];
  /** What serves now; without `select` it makes the forecast. */
  serving: Serving;
  /** Try all models on so many past weeks first; null to leave that. */
  select: { origins: number; horizonHours: number } | null;
  /** Subjects for which somebody has put a version into service, whatever the selection says. */
  pinned: Readonly<Record<string, string>>;
};

export type ForecastResult = { selection: Selection | null; forecasts: SeriesForecast[] };

export type TaskProgress = (done: number, total: number, note: string) => void;

/** A panel has to hold two weeks before the first origin, and a week for each. */
const leastTrainingHours = 336;

/** Selects, where that is asked for and the history is long enough, and forecasts. */
export async function runForecastTask(task: ForecastTask, onProgress: TaskProgress): Promise<ForecastResult> {
  const panel = { ...task.panel, covariates: toCovariates(task.features) };
  const selection = task.select === null ? null : await select(panel, task.select, onProgress);
  const chosen: Serving =
    selection === null
      ? task.serving
      : {
          pooledKind: selection.pooledKind,
          totalWeight: selection.totalWeight,
          ofSubject: Object.fromEntries(selection.series.map(({ seriesId, kind }) => [seriesId, kind])),
        };
  const serving = { ...chosen, ofSubject: { ...chosen.ofSubject, ...task.pinned } };
  return { selection, forecasts: await forecastPanel(panel, asSelection(panel, serving), task.futureSlots) };
}

async function select(
  panel: Panel,
  { origins, horizonHours }: { origins: number; horizonHours: number },
  onProgress: TaskProgress,
): Promise<Selection | null> {
  const possible = Math.floor((panel.slots.length - leastTrainingHours) / horizonHours);
  if (possible < 1) return null;
  const options = { origins: Math.min(origins, possible), horizonHours, models: forecastModels, onProgress };
  return await selectModels(panel, options);
}

/** What a forecast needs to know of a selection: who is served by what. A kind that is no model any more gives way. */
function asSelection(panel: Panel, { pooledKind, totalWeight, ofSubject }: Serving): Selection {
  const kinds = new Set(forecastModels.map(({ kind }) => kind));
  const pooled = kinds.has(pooledKind) ? pooledKind : defaultKind;
  return {
    pooledKind: pooled,
    pooledScores: {},
    totalWeight,
    origins: 0,
    horizonHours: 0,
    fromMs: 0,
    toMs: 0,
    series: panel.series.map(({ id }) => {
      const kind = ofSubject[id] ?? pooled;
      return { seriesId: id, kind: kinds.has(kind) ? kind : pooled, parameters: {}, scores: {}, reason: "" };
    }),
  };
}

/** What serves before anything could be compared. */
export const defaultKind = forecastModels[0]?.kind ?? "";

/** The name of a kind as people read it; the kind itself where it is no model any more. */
export function titleOf(kind: string): string {
  return forecastModels.find((model) => model.kind === kind)?.title ?? kind;
}
