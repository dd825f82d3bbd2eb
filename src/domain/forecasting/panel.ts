import type { HolidayClass } from "./calendar.ts";

/** One hour as the business's calendar sees it. Made by `hour-slots.ts`, so that history and future get the same. */
export type HourSlot = {
  /** The instant at which the hour begins (UTC), in milliseconds since 1970. */
  startMs: number;
  /** 0 to 23 by the clock of the business. */
  hourOfDay: number;
  /** 0 is Sunday. */
  weekday: number;
  /** Days from 1970-01-01 to the hour's date by the clock of the business. */
  localDay: number;
  /** Name of the holiday that the date is; null on an ordinary day. */
  holiday: string | null;
  /** How widely the holiday is kept: what is known of one is taken for another of its class. `full` where left out. */
  holidayClass?: HolidayClass | null;
  /** Name of the stretch of the year that the date lies in (a term, exams, a break); null where none is known. */
  season: string | null;
};

/** Hourly counts of one subject (or trade, or station): one number for each slot of its panel. */
export type PanelSeries = {
  id: string;
  /** What it borrows strength from while its own history is thin: its category. */
  group: string | null;
  /** Starts in each hour; NaN where nobody knows, which is not the same as none. */
  counts: Float64Array;
  /** Weight of each hour in training: 1, less for what is marked as out of the ordinary, 0 to leave it out. */
  weights: Float64Array;
};

/** Outside features: weather, campaigns. A value that is not known at an hour is NaN there. */
export type Covariates = {
  names: readonly string[];
  valueAt(name: string, seriesId: string, startMs: number): number;
};

/** Series over the same consecutive hours. What models learn from; nothing in it lies after the instant it was made for. */
export type Panel = {
  slots: readonly HourSlot[];
  series: readonly PanelSeries[];
  covariates: Covariates | null;
};
