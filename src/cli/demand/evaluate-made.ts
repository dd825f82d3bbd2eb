import { backtest, originsOf } from "#domain/forecasting/backtest.ts";
import { countMedian } from "#domain/forecasting/count-quantile.ts";
import type { ForecastModel } from "#domain/forecasting/forecast-model.ts";
import { forecastModels, referenceModel } from "#domain/forecasting/forecast-models.ts";
import {
  addScores,
  noScores,
  poissonError,
  poissonFloor,
  type ScoreSums,
  toScores,
} from "#domain/forecasting/forecast-scores.ts";
import { type MadeFamily, type MadePanel, madeFamilies, makePanel } from "#domain/forecasting/made-panel.ts";
import { selectedModel } from "#domain/forecasting/selected-model.ts";
import type { ScoreRow } from "./score-rows.ts";

const meanRates = [1, 2, 5, 10, 20, 50];
const horizonHours = 168;
const trainingWeeks = 13;
const origins = 4;
/** Worlds of each family: chance differs from one to the next. */
const seeds = [11, 12, 13];
/** Ends before Easter, but where holidays are the question: the end of the week of Thanksgiving. */
const endOf = (family: MadeFamily) =>
  family === "holidays" ? Date.UTC(2025, 10, 29) : Date.UTC(2025, 3, 14);

/**
 * The selection and the reference on made series of every family, by mean rate. As the rates are known, so is the error
 * that a forecast has on average over all counts that chance might have drawn: it is compared with the floor, which
 * the rates themselves have.
 */
export async function evaluateMade(
  onProgress: (done: number, total: number, note: string) => void,
): Promise<ScoreRow[]> {
  const rows: ScoreRow[] = [];
  const total = madeFamilies.length * seeds.length;
  for (const [at, family] of madeFamilies.entries()) {
    const sums = meanRates.map(emptySums);
    for (const [place, seed] of seeds.entries()) {
      onProgress(at * seeds.length + place, total, family);
      const weeks = trainingWeeks + origins;
      await addWorld(sums, makePanel({ family, meanRates, weeks, toMs: endOf(family), seed }));
    }
    rows.push(...meanRates.map((rate, series) => toRow(family, rate, sums[series] ?? emptySums())));
  }
  onProgress(total, total, "");
  return rows;
}

/** Sums over the hours that were forecast of one mean rate. */
type MadeSums = {
  rates: number;
  floors: number;
  /** Errors that chance would make on average: of the selection, and of the reference. */
  ours: number;
  reference: number;
  scores: { ours: ScoreSums; reference: ScoreSums };
};

const emptySums = (): MadeSums => ({
  rates: 0,
  floors: 0,
  ours: 0,
  reference: 0,
  scores: { ours: { ...noScores }, reference: { ...noScores } },
});

async function addWorld(sums: readonly MadeSums[], { panel, rates }: MadePanel): Promise<void> {
  const models = {
    ours: selectedModel({ origins, horizonHours, models: forecastModels }),
    reference: referenceModel,
  };
  for (const who of ["ours", "reference"] as const) {
    // Each origin is fitted once: what it forecasts is scored by what came, and by the rates.
    const watched = watchMedians(models[who]);
    const [result] = await backtest(panel, {
      origins,
      horizonHours,
      trainingHours: trainingWeeks * 168,
      models: [watched.model],
    });
    for (const { series, days } of result?.cells ?? [])
      for (const day of days) addScores(sums[series]?.scores[who] ?? { ...noScores }, day);
    for (const { series, startMs, median } of watched.medians) {
      const hour = (startMs - (panel.slots[0]?.startMs ?? 0)) / 3_600_000;
      const own = sums[series];
      if (own !== undefined) own[who] += poissonError(rates[series]?.[hour] ?? 0, median);
    }
  }
  for (const origin of originsOf(panel, { origins, horizonHours }))
    for (const [series, own] of sums.entries())
      addFloor(own, rates[series]?.slice(origin, origin + horizonHours) ?? new Float64Array());
}

function addFloor(sums: MadeSums, rates: Float64Array): void {
  for (const rate of rates) {
    sums.rates += rate;
    sums.floors += poissonFloor(rate);
  }
}

type Median = { series: number; startMs: number; median: number };

/** The same model, with the medians that it forecasts kept. */
function watchMedians(model: ForecastModel): { model: ForecastModel; medians: Median[] } {
  const medians: Median[] = [];
  const fit: ForecastModel["fit"] = async (panel) => {
    const fitted = await model.fit(panel);
    return {
      ...fitted,
      predict: (series, slots) => {
        const laws = fitted.predict(series, slots);
        laws.forEach((law, at) => {
          medians.push({ series, startMs: slots[at]?.startMs ?? 0, median: Math.round(countMedian(law)) });
        });
        return laws;
      },
    };
  };
  return { model: { ...model, fit }, medians };
}

function toRow(family: MadeFamily, rate: number, sums: MadeSums): ScoreRow {
  const [ours, reference] = [toScores(sums.scores.ours), toScores(sums.scores.reference)];
  const floor = sums.floors / sums.rates;
  const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(3)));
  return {
    family,
    starts_an_hour: rate,
    true_floor: rounded(floor),
    selected_over_floor: rounded(sums.ours / sums.floors),
    reference_over_floor: rounded(sums.reference / sums.floors),
    with_counts_drawn: rounded((ours.wape ?? Number.NaN) / floor),
    selected_coverage: rounded(ours.coverage),
    exact_law: rounded(ours.exactCoverage),
    reference_coverage: rounded(reference.coverage),
  };
}
