import type { CountDistribution } from "./count-distribution.ts";
import type { HourSlot, Panel } from "./panel.ts";

/** A way to forecast: what it is before it has seen data. One model a file. */
export type ForecastModel = {
  /** Short and stable: it is stored with every forecast. */
  kind: string;
  /** As people read it. */
  title: string;
  /** Learns from all series of the panel; a model that looks at each series by itself does so in turn. */
  fit(panel: Panel): Fitted | Promise<Fitted>;
};

/** A model that has seen data. */
export type Fitted = {
  /** The laws of the counts in hours after the panel, for the series at this place of it. */
  predict(series: number, slots: readonly HourSlot[]): CountDistribution[];
  /** What makes the mean of one hour: parts that multiply to it (`factor`), the first being the level in sessions. */
  explain(series: number, slot: HourSlot): ForecastPart[];
  /** Figures that tell one fit from another, as plain JSON: stored with the model's version. */
  parameters(series: number): Record<string, unknown>;
  /** On what the forecast of a series rests: its own history, or its group's or everybody's for want of it. */
  basis(series: number): ForecastBasis;
};

export type ForecastPart = {
  part:
    | "level"
    | "trend"
    | "hour_and_day"
    | "holiday"
    | "season"
    | "feature"
    | "booked"
    | "override"
    | "reconciled";
  /** What it is in words, such as "Thanksgiving" or the feature's name; null where the part says it. */
  name: string | null;
  /** What the mean is multiplied by, or the level itself in sessions. */
  factor: number;
};

export type ForecastBasis = {
  /** Share of the forecast that rests on the series' own history, 0 to 1. */
  ownShare: number;
  /** Weeks of its own history that were known. */
  ownWeeks: number;
  /** What the rest was borrowed from; null where nothing was. */
  borrowedFrom: string | null;
};
