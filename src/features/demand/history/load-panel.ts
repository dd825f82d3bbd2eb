import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { hourMs } from "#domain/forecasting/hour-slots.ts";
import type { Covariates, Panel } from "#domain/forecasting/panel.ts";
import type { DemandSettings } from "../weights.ts";
import { type FoundOutlier, findOutliers } from "./find-outliers.ts";
import { readMarkedByHand } from "./keep-outliers.ts";
import { type DemandHistory, type HistoryRequest, loadHistory } from "./load-history.ts";

/** A value of an outside feature, as it is stored. */
export type FeatureValue = { name: string; code: string; startMs: number; value: number };

export type LoadedPanel = {
  /** Without covariates: those are made of the feature values where the models run. */
  panel: Panel;
  features: FeatureValue[];
  history: DemandHistory;
  outliers: FoundOutlier[];
};

/** What models learn from as of an instant, with hours out of the ordinary weighing less; null where nothing is known. */
export async function loadPanel(
  db: Database | Trx,
  request: Pick<HistoryRequest, "asOf" | "businessTimezone" | "source">,
  settings: DemandSettings,
): Promise<LoadedPanel | null> {
  const { trainingDays: days, calendar } = settings;
  const history = await loadHistory(db, { ...request, days, calendar });
  const firstMs = history?.slots[0]?.startMs;
  if (history === null || firstMs === undefined) return null;
  const outliers = findOutliers(history, settings.outliers);
  const weights = new Map<string, Map<number, number>>();
  const byHand = await readMarkedByHand(db, new Date(firstMs));
  for (const { code, startMs, weight } of [...outliers, ...byHand]) {
    const ofSubject = weights.get(code) ?? new Map<number, number>();
    weights.set(code, ofSubject.set((startMs - firstMs) / hourMs, weight));
  }
  const series = history.subjects.map(({ code, category, counts }) => {
    const weightOf = new Float64Array(counts.length).fill(1);
    for (const [place, weight] of weights.get(code) ?? [])
      if (place < counts.length) weightOf[place] = weight;
    return { id: code, group: category, counts, weights: weightOf };
  });
  const features = await readFeatures(db, new Date(firstMs));
  return { panel: { slots: history.slots, series, covariates: null }, features, history, outliers };
}

async function readFeatures(db: Database | Trx, from: Date): Promise<FeatureValue[]> {
  const { rows } = await sql<Omit<FeatureValue, "startMs"> & { hour: Date }>`
    select name, subject_code as code, hour, value from demand_features where hour >= ${from}
    order by name, hour, subject_code`.execute(db);
  return rows.map(({ hour, ...row }) => ({ ...row, startMs: hour.getTime() }));
}

/** Outside features as models ask for them, a subject's own value before the one for all; null where there are none. */
export function toCovariates(features: readonly FeatureValue[]): Covariates | null {
  if (features.length === 0) return null;
  const key = (name: string, code: string, startMs: number) => `${name}\n${code}\n${startMs}`;
  const values = new Map(features.map(({ name, code, startMs, value }) => [key(name, code, startMs), value]));
  return {
    names: [...new Set(features.map(({ name }) => name))],
    valueAt: (name, seriesId, startMs) =>
      values.get(key(name, seriesId, startMs)) ?? values.get(key(name, "", startMs)) ?? Number.NaN,
  };
}
