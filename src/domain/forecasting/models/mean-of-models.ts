import type { ForecastPart } from "../forecast-model.ts";
import type { FittedMeans, MeanModel } from "../mean-model.ts";
import type { Panel } from "../panel.ts";
import { trainingFolds } from "../training-folds.ts";
import { type StackedHours, stackWeights } from "./stack-weights.ts";

/** A model of the mean, and its weight before anything is known. The weights of all add up to 1. */
export type MeanPart = { model: MeanModel; prior: number };

/** For each series, the weights of the models. */
type Weights = readonly (readonly number[])[];

/** What a week's say fades to with each week that follows it. */
const fading = 0.7;

/**
 * The mean of several models' means: their errors are not the same, so a part of them cancels out. Each is weighed by
 * what it was worth on the last weeks of the training when they were forecast from what lay before them.
 */
export function meanOfModels(kind: string, title: string, parts: readonly MeanPart[]): MeanModel {
  return {
    kind,
    title,
    fit: async (panel) => {
      const fitted = await Promise.all(parts.map(async ({ model }) => await model.fit(panel)));
      const priors = parts.map(({ prior }) => prior);
      return toMean(fitted, stackWeights(await forecastFolds(panel, fitted), priors));
    },
  };
}

/** For each series, what each model said of the weeks set aside, and what came. */
async function forecastFolds(panel: Panel, fitted: readonly FittedMeans[]): Promise<StackedHours[]> {
  const hours = panel.series.map(
    (): StackedHours => ({ counts: [], weights: [], means: fitted.map(() => []) }),
  );
  for (const [age, { training, slots, from }] of trainingFolds(panel).entries()) {
    const refits = await Promise.all(fitted.map(async (model) => await model.refit(training)));
    for (const [at, { counts, weights }] of panel.series.entries()) {
      if (!refits.every((model) => model.isOpen(at, from - 1))) continue;
      const means = refits.map((model) => model.means(at, slots));
      const own = hours[at];
      slots.forEach((_, hour) => {
        const count = counts[from + hour] ?? Number.NaN;
        if (Number.isNaN(count) || !fitted.every((model) => model.isOpen(at, from + hour))) return;
        own?.counts.push(count);
        own?.weights.push((weights[from + hour] ?? 0) * fading ** age);
        means.forEach((ofModel, index) => void own?.means[index]?.push(ofModel[hour] ?? 0));
      });
    }
  }
  return hours;
}

function toMean(fitted: readonly FittedMeans[], weights: Weights): FittedMeans {
  const first = fitted[0];
  if (first === undefined) throw new RangeError("a mean needs at least one model");
  const means: FittedMeans["means"] = (series, slots) => {
    const sums = new Float64Array(slots.length);
    for (const [at, model] of fitted.entries())
      model.means(series, slots).forEach((mean, hour) => {
        sums[hour] = (sums[hour] ?? 0) + mean * (weights[series]?.[at] ?? 0);
      });
    return sums;
  };
  return {
    means,
    refit: async (panel) =>
      toMean(await Promise.all(fitted.map(async (model) => await model.refit(panel))), weights),
    isOpen: (series, hour) => fitted.every((model) => model.isOpen(series, hour)),
    openChance: (series, slot) => Math.min(...fitted.map((model) => model.openChance(series, slot))),
    explain: (series, slot) => {
      const parts = meanParts(
        fitted.map((model) => model.explain(series, slot)),
        weights[series] ?? [],
      );
      return scaleLevel(parts, means(series, [slot])[0] ?? 0);
    },
    parameters: (series) => ({
      weights: (weights[series] ?? []).map((weight) => Number(weight.toPrecision(3))),
      models: fitted.map((model) => model.parameters(series)),
    }),
    basis: (series) => first.basis(series),
  };
}

/** The weighed geometric mean of each part over the models; one that a model does not have is 1 there. */
function meanParts(ofModels: readonly ForecastPart[][], weights: readonly number[]): ForecastPart[] {
  const weighed = ofModels.flatMap((parts, at) =>
    parts.map((part) => ({ ...part, factor: part.factor ** (weights[at] ?? 0) })),
  );
  const byName = Map.groupBy(weighed, ({ part, name }) => `${part} ${name}`);
  return [...byName.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined
      ? []
      : [{ ...first, factor: alike.reduce((all, { factor }) => all * factor, 1) }];
  });
}

/** The models' mean is no product of mean parts, but nearly: the level takes up what is left. */
function scaleLevel(parts: readonly ForecastPart[], mean: number): ForecastPart[] {
  const product = parts.reduce((all, { factor }) => all * factor, 1);
  if (!(product > 0)) return [{ part: "level", name: null, factor: mean }];
  return parts.map((part) =>
    part.part === "level" ? { ...part, factor: (part.factor * mean) / product } : part,
  );
}
