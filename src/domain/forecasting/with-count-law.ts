import type { CountDistribution } from "./count-distribution.ts";
import { type Dispersions, fitDispersions, type UnseenWeek } from "./dispersion.ts";
import type { Fitted, ForecastModel } from "./forecast-model.ts";
import type { FittedMeans, MeanModel } from "./mean-model.ts";
import type { HourSlot, Panel, PanelSeries } from "./panel.ts";
import { trainingFolds } from "./training-folds.ts";

/** No mean is quite nought: somebody may always come. In starts an hour. */
const leastMean = 1e-4;

/**
 * A forecast model from a model of means: negative binomial, with the dispersion that the means had on the last weeks
 * of the training when they were forecast from what lay before them.
 */
export function withCountLaw(model: MeanModel): ForecastModel {
  return {
    kind: model.kind,
    title: model.title,
    async fit(panel) {
      const means = await model.fit(panel);
      return toFitted(panel, means, fitDispersions(await forecastUnseen(panel, means)));
    },
  };
}

/** For each series the weeks that are set aside, the last one first, forecast from what lay before them. */
async function forecastUnseen(panel: Panel, means: FittedMeans): Promise<UnseenWeek[][]> {
  const unseen: UnseenWeek[][] = panel.series.map(() => []);
  for (const { training, slots, from } of trainingFolds(panel)) {
    const fitted = await means.refit(training);
    for (const [at, series] of panel.series.entries()) {
      // From within a closure nobody could have known when it ends.
      if (!fitted.isOpen(at, from - 1)) continue;
      unseen[at]?.push(compare(series, from, fitted.means(at, slots), (hour) => means.isOpen(at, hour)));
    }
  }
  return unseen;
}

/** Hours that are marked as out of the ordinary say nothing about how wrong ordinary forecasts are, nor do closed ones. */
function compare(
  { counts, weights }: PanelSeries,
  from: number,
  means: Float64Array,
  isOpen: (hour: number) => boolean,
): UnseenWeek {
  const week: UnseenWeek = { counts: [], means: [], aheadDays: [] };
  means.forEach((mean, hour) => {
    const count = counts[from + hour] ?? Number.NaN;
    if (Number.isNaN(count) || (weights[from + hour] ?? 0) < 1 || !isOpen(from + hour)) return;
    week.counts.push(count);
    week.means.push(Math.max(mean, leastMean));
    week.aheadDays.push(1 + Math.floor(hour / 24));
  });
  return week;
}

function toFitted(panel: Panel, means: FittedMeans, { ofSeries, growthPerDay }: Dispersions): Fitted {
  const endMs = (panel.slots.at(-1)?.startMs ?? 0) + 3_600_000;
  const dispersionOf = (series: number, { startMs }: HourSlot) => {
    const aheadDays = Math.max(0, Math.floor((startMs - endMs) / 86_400_000));
    return (ofSeries[series] ?? 0) * (1 + growthPerDay * aheadDays);
  };
  return {
    predict: (series, slots) => {
      const expected = means.means(series, slots);
      return slots.map(
        (slot, hour): CountDistribution => ({
          kind: "negative_binomial",
          mean: Math.max(expected[hour] ?? 0, leastMean),
          dispersion: dispersionOf(series, slot),
          known: 0,
        }),
      );
    },
    explain: (series, slot) => means.explain(series, slot),
    parameters: (series) => ({
      ...means.parameters(series),
      dispersion: ofSeries[series] ?? 0,
      dispersionGrowthPerDay: growthPerDay,
    }),
    basis: (series) => means.basis(series),
  };
}
