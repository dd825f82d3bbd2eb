import { backtest, originsOf } from "#domain/forecasting/backtest.ts";
import { countMedian } from "#domain/forecasting/count-quantile.ts";
import { forecastModels, referenceModel } from "#domain/forecasting/forecast-models.ts";
import { addScores, noScores, poissonFloor, toScores } from "#domain/forecasting/forecast-scores.ts";
import { type MadeFamily, type MadePanel, madeFamilies, makePanel } from "#domain/forecasting/made-panel.ts";
import { selectedModel } from "#domain/forecasting/selected-model.ts";
import type { ScoreRow } from "./score-rows.ts";

const meanRates = [1, 2, 5, 10, 20, 50];
const horizonHours = 168;
const trainingWeeks = 13;
const origins = 4;
/** Ends before Easter, but where holidays are the question: the end of the week of Thanksgiving. */
const endOf = (family: MadeFamily) =>
  family === "holidays" ? Date.UTC(2025, 10, 29) : Date.UTC(2025, 3, 14);

/**
 * The selection and the reference on made series of every family, by mean rate: WAPE over the true floor, which a
 * perfect knowledge of the rates would reach, and the coverage less that of an exact law.
 */
export async function evaluateMade(
  onProgress: (done: number, total: number, note: string) => void,
): Promise<ScoreRow[]> {
  const rows: ScoreRow[] = [];
  for (const [at, family] of madeFamilies.entries()) {
    onProgress(at, madeFamilies.length, family);
    const made = makePanel({
      family,
      meanRates,
      weeks: trainingWeeks + origins,
      toMs: endOf(family),
      seed: 11,
    });
    rows.push(...(await evaluateFamily(family, made)));
  }
  onProgress(madeFamilies.length, madeFamilies.length, "");
  return rows;
}

async function evaluateFamily(family: MadeFamily, { panel, rates }: MadePanel): Promise<ScoreRow[]> {
  const selected = selectedModel({ origins, horizonHours, models: forecastModels });
  const models = [selected, referenceModel];
  const results = await backtest(panel, {
    origins,
    horizonHours,
    trainingHours: trainingWeeks * 168,
    models,
  });
  const places = originsOf(panel, { origins, horizonHours });
  const floors = rates.map((own, series) => trueFloor(own, panel.series[series]?.counts ?? own, places));
  const [ours, reference] = results.map(({ cells }) =>
    meanRates.map((_, series) => {
      const sums = { ...noScores };
      for (const cell of cells) if (cell.series === series) for (const day of cell.days) addScores(sums, day);
      return toScores(sums);
    }),
  );
  return meanRates.map((rate, series) => {
    const [own, plain, floor] = [
      ours?.[series],
      reference?.[series],
      floors[series] ?? { floor: Number.NaN, wape: Number.NaN },
    ];
    const over = (wape: number | null | undefined) => (wape ? Number((wape / floor.floor).toFixed(3)) : null);
    return {
      family,
      starts_an_hour: rate,
      true_floor: Number(floor.floor.toFixed(3)),
      known_rates_over_floor: over(floor.wape),
      selected_over_floor: over(own?.wape),
      reference_over_floor: over(plain?.wape),
      selected_coverage: Number((own?.coverage ?? Number.NaN).toFixed(3)),
      exact_law: Number((own?.exactCoverage ?? Number.NaN).toFixed(3)),
      reference_coverage: Number((plain?.coverage ?? Number.NaN).toFixed(3)),
    };
  });
}

/**
 * WAPE of the true rates' medians over all hours that were forecast: what it is on average, and what it was with the
 * counts that chance drew.
 */
function trueFloor(rates: Float64Array, counts: Float64Array, places: readonly number[]) {
  let [floorErrors, rateSum, errors, countSum] = [0, 0, 0, 0];
  for (const origin of places) {
    for (let hour = origin; hour < origin + horizonHours; hour++) {
      const [rate, count] = [rates[hour] ?? 0, counts[hour] ?? 0];
      const law = { kind: "negative_binomial" as const, mean: rate, dispersion: 0, known: 0 };
      floorErrors += poissonFloor(rate);
      rateSum += rate;
      errors += Math.abs(count - countMedian(law));
      countSum += count;
    }
  }
  return { floor: floorErrors / rateSum, wape: errors / countSum };
}
