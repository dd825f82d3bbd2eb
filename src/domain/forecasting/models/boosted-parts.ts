import { HourFeatures } from "../boosting/hour-features.ts";
import type { PanelHistory } from "../boosting/panel-history.ts";
import type { Booster } from "../boosting/poisson-booster.ts";
import type { ForecastPart } from "../forecast-model.ts";
import { closedDaysAtEnd, reopeningChance } from "../layers/closures.ts";
import { fitHolidayEffects, type HolidayEffects, holidayMultiplier } from "../layers/holiday-effects.ts";
import type { HourSlot, Panel } from "../panel.ts";
import { cellOfSlot, classOf, hoursOfWeek } from "../panel-frame.ts";

const noShape = new Float64Array(hoursOfWeek);

/** The parts that make hours after a panel: what its history expects, what trees correct, holidays, closures. */
export class BoostedParts {
  readonly #booster: Booster;
  readonly #describers: readonly HourFeatures[];
  readonly #shapes: readonly Float64Array[];
  readonly #daysShut: readonly number[];
  readonly #holidays: HolidayEffects;
  readonly #nextDay: number;

  constructor(panel: Panel, history: PanelHistory, booster: Booster) {
    this.#booster = booster;
    this.#describers = panel.series.map(
      ({ id }, series) => new HourFeatures(history, series, id, panel.covariates),
    );
    this.#shapes = history.series.map((own, series) => {
      const common = history.commonShape(series);
      return Float64Array.from({ length: hoursOfWeek }, (_, cell) => own.shape(cell, common));
    });
    this.#daysShut = history.learnt.map(({ closed }) => closedDaysAtEnd(closed));
    this.#holidays = fitHolidayEffects(
      history.frame,
      history.learnt.map(({ counts, known }, series) => ({
        counts,
        weights: known,
        rates: this.shape(series),
        multipliers: Float64Array.from(history.frame.dayOf, (day) => history.levels[series]?.[day] ?? 0),
      })),
    );
    this.#nextDay = dayAfter(panel);
  }

  /** What the hours of a series' week are multiplied by. */
  shape(series: number): Float64Array {
    return this.#shapes[series] ?? noShape;
  }

  means(series: number, slots: readonly HourSlot[]): Float64Array {
    return Float64Array.from(slots, (slot) =>
      this.of(series, slot).reduce((product, { factor }) => product * factor, 1),
    );
  }

  /** Chance that a series is open by then: 1 where it is not shut at the panel's end. */
  openChance(series: number, { localDay }: HourSlot): number {
    return reopeningChance(this.#daysShut[series] ?? 0, localDay - this.#nextDay + 1);
  }

  /** @throws RangeError where the panel has no such series */
  of(series: number, slot: HourSlot): ForecastPart[] {
    const describer = this.#describers[series];
    if (describer === undefined) throw new RangeError(`the panel has no series ${series}`);
    const aheadDays = Math.max(0, slot.localDay - this.#nextDay);
    const { level, shape, features } = describer.describe({ slot, aheadDays });
    const open = this.openChance(series, slot);
    const parts: ForecastPart[] = [
      { part: "level", name: open < 1 ? "closed" : null, factor: level * open },
      { part: "hour_and_day", name: null, factor: shape },
      {
        part: "feature",
        name: "learnt from all series",
        factor: Math.exp(this.#booster.logFactor(features)),
      },
    ];
    if (slot.holiday === null) return parts;
    const effect = this.#holidays.of(series, slot.holiday, classOf(slot));
    const factor = holidayMultiplier(this.shape(series), cellOfSlot(slot), effect);
    return [...parts, { part: "holiday", name: slot.holiday, factor }];
  }
}

/** The date of the first hour after a panel. */
function dayAfter({ slots }: Panel): number {
  const last = slots.at(-1);
  if (last === undefined) return 0;
  return last.hourOfDay === 23 ? last.localDay + 1 : last.localDay;
}
