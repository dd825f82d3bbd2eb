import type { ForecastPart } from "../forecast-model.ts";
import { closedDaysAtEnd, reopeningChance } from "../layers/closures.ts";
import type { CovariateEffects } from "../layers/covariate-effects.ts";
import { type HolidayEffects, holidayMultiplier } from "../layers/holiday-effects.ts";
import type { LevelPath } from "../layers/level-filter.ts";
import type { Profiles } from "../layers/profile.ts";
import type { SeasonChanges } from "../layers/season-changes.ts";
import type { HourSlot } from "../panel.ts";
import { cellOfSlot, classOf, hoursOfWeek, type PanelFrame } from "../panel-frame.ts";
import type { WorkingSeries } from "./working-series.ts";

/** What every layer found. */
export type Layers = {
  frame: PanelFrame;
  working: readonly WorkingSeries[];
  levels: readonly LevelPath[];
  profiles: Profiles;
  holidays: HolidayEffects;
  seasons: SeasonChanges;
  covariates: CovariateEffects | null;
};

const noRates = new Float64Array(hoursOfWeek);

/** The parts that make a series' hours after the panel. */
export class HourParts {
  readonly #layers: Layers;
  readonly #series: number;
  readonly #lastDay: number;
  readonly #rates: Float64Array;
  readonly #meanRate: number;
  readonly #daysShut: number;

  constructor(layers: Layers, series: number) {
    this.#layers = layers;
    this.#series = series;
    this.#lastDay = layers.frame.firstDay + layers.frame.days - 1;
    this.#rates = layers.profiles.rates[series] ?? noRates;
    this.#meanRate = this.#rates.reduce((sum, rate) => sum + rate, 0) / hoursOfWeek;
    this.#daysShut = closedDaysAtEnd(layers.working[series]?.closed ?? new Uint8Array());
  }

  mean(slot: HourSlot): number {
    return this.parts(slot).reduce((product, { factor }) => product * factor, 1);
  }

  parts(slot: HourSlot): ForecastPart[] {
    const cell = cellOfSlot(slot);
    const { level, trend } = this.#level(slot);
    const parts: ForecastPart[] = [
      { part: "level", name: this.#daysShut > 0 ? "closed" : null, factor: level * this.#meanRate },
      { part: "trend", name: null, factor: trend },
      {
        part: "hour_and_day",
        name: null,
        factor: this.#meanRate > 0 ? (this.#rates[cell] ?? 0) / this.#meanRate : 0,
      },
    ];
    const change = this.#seasonChange(slot);
    if (change !== 1) parts.push({ part: "season", name: slot.season, factor: change });
    if (slot.holiday !== null) {
      const effect = this.#layers.holidays.of(this.#series, slot.holiday, classOf(slot));
      parts.push({
        part: "holiday",
        name: slot.holiday,
        factor: holidayMultiplier(this.#rates, cell, effect),
      });
    }
    return this.#layers.covariates === null
      ? parts
      : [...parts, ...this.#features(slot, this.#layers.covariates)];
  }

  /** Chance that the series is open by then: 1 where it is not shut now. */
  openChance({ localDay }: HourSlot): number {
    return reopeningChance(this.#daysShut, localDay - this.#lastDay);
  }

  /** The level knows the part of the year that the panel ends in; the hour may lie in the next one. */
  #seasonChange({ season }: HourSlot): number {
    const now = this.#layers.frame.seasonOfDay.at(-1) ?? null;
    return this.#layers.seasons.of(this.#series, now, season);
  }

  #level(slot: HourSlot): { level: number; trend: number } {
    const path = this.#layers.levels[this.#series];
    const { level, trend } = path?.ahead(Math.max(slot.localDay - this.#lastDay, 0)) ?? {
      level: 1,
      trend: 1,
    };
    return { level: level * this.openChance(slot), trend };
  }

  #features(slot: HourSlot, { names, logFactors }: CovariateEffects): ForecastPart[] {
    return logFactors(this.#series, slot).flatMap((logFactor, at): ForecastPart[] =>
      logFactor === 0 ? [] : [{ part: "feature", name: names[at] ?? null, factor: Math.exp(logFactor) }],
    );
  }
}
