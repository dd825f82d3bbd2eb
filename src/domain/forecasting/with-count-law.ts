import { dayMs } from "../time/day-ms.ts";
import type { CountDistribution } from "./count-distribution.ts";
import { type RecentHours, widened, wideningOf } from "./coverage-watch.ts";
import {
  type Dispersions,
  fitDispersions,
  recentWeeks,
  settleLevels,
  type UnseenWeek,
} from "./dispersion.ts";
import type { Fitted, ForecastModel } from "./forecast-model.ts";
import { hourMs } from "./hour-slots.ts";
import type { FittedMeans, MeanModel } from "./mean-model.ts";
import type { HourSlot, Panel, PanelSeries } from "./panel.ts";
import { trainingFolds } from "./training-folds.ts";

/** No mean is quite nought: somebody may always come. In starts an hour. */
const leastMean = 1e-4;
/** Nor is any chance that a closed series opens. */
const leastChance = 1e-3;
/** Weeks by which the watch judges whether the intervals still hold. */
const watchedWeeks = 2;

/**
 * A forecast model from a model of means: negative binomial, with the dispersion that the means had on the last weeks
 * of the training when they were forecast from what lay before them, and wider where that was not enough of late.
 */
export function withCountLaw(model: MeanModel): ForecastModel {
  return {
    kind: model.kind,
    title: model.title,
    async fit(panel) {
      const means = await model.fit(panel);
      const unseen = (await forecastUnseen(panel, means)).map(settleLevels);
      const dispersions = fitDispersions(unseen);
      const widenings = unseen.map((weeks, series) => wideningOf(recentHours(weeks, series, dispersions)));
      return toFitted(panel, means, { ...dispersions, widenings });
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

function recentHours(weeks: readonly UnseenWeek[], series: number, dispersions: Dispersions): RecentHours {
  const recent = recentWeeks(weeks, watchedWeeks);
  return {
    counts: recent.flatMap(({ counts }) => counts),
    means: recent.flatMap(({ means }) => means),
    dispersions: recent.flatMap(({ aheadDays }) =>
      aheadDays.map((days) => dispersionAhead(dispersions, series, days)),
    ),
  };
}

function dispersionAhead({ ofSeries, growthPerDay }: Dispersions, series: number, aheadDays: number): number {
  return (ofSeries[series] ?? 0) * (1 + growthPerDay * (aheadDays - 1));
}

type Spread = Dispersions & { widenings: readonly number[] };

function toFitted(panel: Panel, means: FittedMeans, spread: Spread): Fitted {
  const endMs = (panel.slots.at(-1)?.startMs ?? 0) + hourMs;
  const lawOf = (series: number, slot: HourSlot, mean: number): CountDistribution => {
    const aheadDays = 1 + Math.max(0, Math.floor((slot.startMs - endMs) / dayMs));
    const whenOpen = widened(dispersionAhead(spread, series, aheadDays), spread.widenings[series] ?? 1);
    // Open with a chance p, else nothing: the negative binomial with the mean and variance of that mixture.
    const chance = Math.max(means.openChance(series, slot), leastChance);
    const dispersion = (1 + whenOpen) / chance - 1;
    return { kind: "negative_binomial", mean: Math.max(mean, leastMean), dispersion, known: 0 };
  };
  return {
    predict: (series, slots) => {
      const expected = means.means(series, slots);
      return slots.map((slot, hour) => lawOf(series, slot, expected[hour] ?? 0));
    },
    explain: (series, slot) => means.explain(series, slot),
    parameters: (series) => ({
      ...means.parameters(series),
      dispersion: spread.ofSeries[series] ?? 0,
      dispersionGrowthPerDay: spread.growthPerDay,
      widening: spread.widenings[series] ?? 1,
    }),
    basis: (series) => means.basis(series),
  };
}
