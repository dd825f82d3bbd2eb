import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { Covariates, Panel } from "#domain/forecasting/panel.ts";
import type { DemandSettings } from "../weights.ts";
import { type FoundOutlier, findOutliers } from "./find-outliers.ts";
import { readMarkedByHand } from "./keep-outliers.ts";
import { type DemandHistory, type HistoryRequest, loadHistory } from "./load-history.ts";

export type LoadedPanel = { panel: Panel; history: DemandHistory; outliers: FoundOutlier[] };

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
    weights.set(code, ofSubject.set((startMs - firstMs) / 3_600_000, weight));
  }
  const series = history.subjects.map(({ code, category, counts }) => {
    const weightOf = new Float64Array(counts.length).fill(1);
    for (const [place, weight] of weights.get(code) ?? [])
      if (place < counts.length) weightOf[place] = weight;
    return { id: code, group: category, counts, weights: weightOf };
  });
  const covariates = await loadCovariates(db, new Date(firstMs));
  return { panel: { slots: history.slots, series, covariates }, history, outliers };
}

/** Outside features from an hour on; null where the table holds none. */
async function loadCovariates(db: Database | Trx, from: Date): Promise<Covariates | null> {
  const { rows } = await sql<{ name: string; code: string; hour: Date; value: number }>`
    select name, subject_code as code, hour, value from demand_features where hour >= ${from}
    order by name`.execute(db);
  if (rows.length === 0) return null;
  const key = (name: string, code: string, startMs: number) => `${name}\n${code}\n${startMs}`;
  const values = new Map(rows.map(({ name, code, hour, value }) => [key(name, code, hour.getTime()), value]));
  return {
    names: [...new Set(rows.map(({ name }) => name))],
    valueAt: (name, seriesId, startMs) =>
      values.get(key(name, seriesId, startMs)) ?? values.get(key(name, "", startMs)) ?? Number.NaN,
  };
}
