import type { FittedMeans, MeanModel } from "../mean-model.ts";
import type { Panel } from "../panel.ts";

/** The same model, fitted once to each panel, however many ask: what stands alone and as a part of a mean. */
export function fitOnce(model: MeanModel): MeanModel {
  const fits = new WeakMap<Panel, Promise<FittedMeans>>();
  return {
    ...model,
    fit: async (panel) => await remembered(fits, panel, async () => refitOnce(await model.fit(panel))),
  };
}

function refitOnce(fitted: FittedMeans): FittedMeans {
  const refits = new WeakMap<Panel, Promise<FittedMeans>>();
  return {
    ...fitted,
    refit: async (panel) => await remembered(refits, panel, async () => await fitted.refit(panel)),
  };
}

async function remembered(
  known: WeakMap<Panel, Promise<FittedMeans>>,
  panel: Panel,
  make: () => Promise<FittedMeans>,
): Promise<FittedMeans> {
  const fitting = known.get(panel) ?? make();
  known.set(panel, fitting);
  return await fitting;
}
