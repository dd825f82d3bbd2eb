import type { CountDistribution } from "./count-distribution.ts";
import { type Dispersions, fitDispersions, type UnseenHours } from "./dispersion.ts";
import type { Fitted, ForecastModel } from "./forecast-model.ts";
import type { FittedMeans, MeanModel } from "./mean-model.ts";
import type { HourSlot, Panel } from "./panel.ts";
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

/** Means for the weeks that are set aside, with the counts that came and a weight. */
export async function forecastUnseen(panel: Panel, means: FittedMeans): Promise<UnseenHours[]> {
  const unseen: UnseenHours[] = panel.series.map(() => ({ counts: [], means: [], aheadDays: [] }));
  for (const { training, slots, from } of trainingFolds(panel)) {
    const fitted = await means.refit(training);
    panel.series.forEach(({ counts, weights }, series) => {
      const into = unseen[series];
      if (into === undefined) return;
      fitted.means(series, slots).forEach((mean, hour) => {
        const count = counts[from + hour] ?? Number.NaN;
        if (Number.isNaN(count) || weights[from + hour] !== 1) return;
        into.counts.push(count);
        into.means.push(Math.max(mean, leastMean));
        into.aheadDays.push(1 + Math.floor(hour / 24));
      });
    });
  }
  return unseen;
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
