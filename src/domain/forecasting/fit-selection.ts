import type { CountDistribution } from "./count-distribution.ts";
import type { Fitted, ForecastModel } from "./forecast-model.ts";
import type { HourSlot, Panel } from "./panel.ts";
import { reconcileHour, totalPanel } from "./reconcile.ts";
import type { Selection } from "./select-models.ts";

/** The chosen models, fitted, as one: what it forecasts adds up to the reconciled total. */
export type FittedSelection = Fitted & { kindOf(series: number): string };

/**
 * Fits to a panel the model that was selected for each of its series, and one for their total where that has a say. A
 * series that the selection does not know gets the model that is best over all.
 * @throws RangeError where the selection names a model that is not among `models`
 */
export async function fitSelection(
  panel: Panel,
  selection: Selection,
  models: readonly ForecastModel[],
): Promise<FittedSelection> {
  const chosen = new Map(selection.series.map(({ seriesId, kind }) => [seriesId, kind]));
  const kinds = panel.series.map(({ id }) => chosen.get(id) ?? selection.pooledKind);
  const fits = new Map<string, Fitted>();
  for (const kind of new Set(kinds)) fits.set(kind, await modelOf(kind, models).fit(panel));
  const total =
    selection.totalWeight > 0 && panel.series.length > 1
      ? await modelOf(selection.pooledKind, models).fit(totalPanel(panel))
      : null;
  const own = kinds.map((kind) => fits.get(kind)).filter((fitted) => fitted !== undefined);
  const reconciled = new Reconciliation(own, total, selection.totalWeight);
  const ofSeries = (series: number): Fitted => {
    const fitted = own[series];
    if (fitted === undefined) throw new RangeError(`the panel has no series ${series}`);
    return fitted;
  };
  return {
    kindOf: (series) => kinds[series] ?? selection.pooledKind,
    predict: (series, slots) => reconciled.laws(slots)[series] ?? [],
    explain: (series, slot) => {
      const parts = ofSeries(series).explain(series, slot);
      const factor = reconciled.factor(series, slot);
      return factor === 1 ? parts : [...parts, { part: "reconciled", name: null, factor }];
    },
    parameters: (series) => ofSeries(series).parameters(series),
    basis: (series) => ofSeries(series).basis(series),
  };
}

function modelOf(kind: string, models: readonly ForecastModel[]): ForecastModel {
  const model = models.find((one) => one.kind === kind);
  if (model === undefined) throw new RangeError(`the selection names ${kind}, which is no model`);
  return model;
}

/** Laws of all series for some hours, made once for each list of hours. */
class Reconciliation {
  readonly #own: readonly Fitted[];
  readonly #total: Fitted | null;
  readonly #weight: number;
  readonly #laws = new WeakMap<readonly HourSlot[], CountDistribution[][]>();
  readonly #factors = new Map<number, Float64Array>();

  constructor(own: readonly Fitted[], total: Fitted | null, weight: number) {
    this.#own = own;
    this.#total = total;
    this.#weight = weight;
  }

  laws(slots: readonly HourSlot[]): CountDistribution[][] {
    const known = this.#laws.get(slots);
    if (known !== undefined) return known;
    const laws = this.#own.map((fitted, series) => fitted.predict(series, slots));
    const totals = this.#total?.predict(0, slots);
    slots.forEach((slot, hour) => {
      const total = totals?.[hour]?.mean;
      if (total !== undefined) this.#scale(laws, hour, slot, total);
    });
    this.#laws.set(slots, laws);
    return laws;
  }

  factor(series: number, slot: HourSlot): number {
    if (this.#total !== null && !this.#factors.has(slot.startMs)) this.laws([slot]);
    return this.#factors.get(slot.startMs)?.[series] ?? 1;
  }

  #scale(laws: CountDistribution[][], hour: number, slot: HourSlot, total: number): void {
    const ofHour = laws.flatMap((own) => own[hour] ?? []);
    const factors = reconcileHour(ofHour, total, this.#weight);
    this.#factors.set(slot.startMs, factors);
    laws.forEach((own, series) => {
      const law = own[hour];
      if (law !== undefined) own[hour] = { ...law, mean: law.mean * (factors[series] ?? 1) };
    });
  }
}
