import type { Covariates, HourSlot } from "../panel.ts";
import { cellOfSlot, typeCellOf } from "../panel-frame.ts";
import type { PanelHistory } from "./panel-history.ts";

/** An hour some days ahead of what is known: 0 for the day that comes. */
export type AheadHour = { slot: HourSlot; aheadDays: number };

/** What a history expects of an hour, and what trees may learn to correct it by. */
export type DescribedHour = {
  /** Starts an hour where the week's shape is 1. */
  level: number;
  shape: number;
  /** One number each; NaN where it is not known. */
  features: number[];
};

/** Describes hours of one series by what its history knows. */
export class HourFeatures {
  readonly #history: PanelHistory;
  readonly #series: number;
  readonly #valuesOf: (slot: HourSlot) => number[];

  constructor(history: PanelHistory, series: number, seriesId: string, covariates: Covariates | null) {
    this.#history = history;
    this.#series = series;
    const names = covariates?.names ?? [];
    this.#valuesOf = ({ startMs }) =>
      names.map((name) => covariates?.valueAt(name, seriesId, startMs) ?? Number.NaN);
  }

  /** @throws RangeError where the panel has no such series */
  describe({ slot, aheadDays }: AheadHour): DescribedHour {
    const own = this.#history.series[this.#series];
    if (own === undefined) throw new RangeError(`the panel has no series ${this.#series}`);
    const cell = cellOfSlot(slot);
    const common = this.#history.commonShape(this.#series);
    const [level, shape] = [own.level(), own.shape(cell, common)];
    const typeShape = own.typeShape(cell, common);
    const features = [
      slot.hourOfDay,
      slot.weekday,
      aheadDays,
      Math.log(own.fastLevel() / level),
      Math.log(own.slowLevel() / level),
      Math.log(own.recentShape(cell, shape) / shape),
      Math.log(typeShape / shape),
      Math.log((common[typeCellOf(cell)] ?? 1) / shape),
      ...this.#valuesOf(slot),
    ];
    return { level, shape, features };
  }
}
