import type { ForecastPart } from "../forecast-model.ts";
import type { FittedMeans, MeanModel } from "../mean-model.ts";

/** The plain mean of several models' means: their errors are not the same, so a part of them cancels out. */
export function meanOfModels(kind: string, title: string, models: readonly MeanModel[]): MeanModel {
  return {
    kind,
    title,
    fit: async (panel) => toMean(await Promise.all(models.map(async (model) => await model.fit(panel)))),
  };
}

function toMean(fitted: readonly FittedMeans[]): FittedMeans {
  const first = fitted[0];
  if (first === undefined) throw new RangeError("a mean needs at least one model");
  const means: FittedMeans["means"] = (series, slots) => {
    const sums = new Float64Array(slots.length);
    for (const model of fitted)
      model.means(series, slots).forEach((mean, hour) => {
        sums[hour] = (sums[hour] ?? 0) + mean / fitted.length;
      });
    return sums;
  };
  return {
    means,
    refit: async (panel) => toMean(await Promise.all(fitted.map(async (model) => await model.refit(panel)))),
    isOpen: (series, hour) => fitted.every((model) => model.isOpen(series, hour)),
    explain: (series, slot) => {
      const parts = meanParts(fitted.map((model) => model.explain(series, slot)));
      return scaleLevel(parts, means(series, [slot])[0] ?? 0);
    },
    parameters: (series) => ({ models: fitted.map((model) => model.parameters(series)) }),
    basis: (series) => first.basis(series),
  };
}

/** The geometric mean of each part over the models; one that a model does not have is 1 there. */
function meanParts(ofModels: readonly ForecastPart[][]): ForecastPart[] {
  const byName = Map.groupBy(ofModels.flat(), ({ part, name }) => `${part} ${name}`);
  return [...byName.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const product = alike.reduce((all, { factor }) => all * factor, 1);
    return [{ ...first, factor: product ** (1 / ofModels.length) }];
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
