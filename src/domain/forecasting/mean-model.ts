import type { ForecastBasis, ForecastPart } from "./forecast-model.ts";
import type { HourSlot, Panel } from "./panel.ts";

/** A way to forecast means. `withCountLaw` makes a forecast model of it. */
export type MeanModel = {
  kind: string;
  title: string;
  fit(panel: Panel): FittedMeans | Promise<FittedMeans>;
};

export type FittedMeans = {
  /** Expected counts in hours after the panel. */
  means(series: number, slots: readonly HourSlot[]): Float64Array;
  /** The same model on a shorter stretch of the same series, with the strengths that were learnt kept: quick. */
  refit(panel: Panel): FittedMeans | Promise<FittedMeans>;
  /** Whether an hour of the panel was one on which the series was open: closures say nothing about usual errors. */
  isOpen(series: number, hour: number): boolean;
  /** Chance that the series is open in an hour after the panel: 1 unless it is shut at its end. Means have it in them. */
  openChance(series: number, slot: HourSlot): number;
  explain(series: number, slot: HourSlot): ForecastPart[];
  parameters(series: number): Record<string, unknown>;
  basis(series: number): ForecastBasis;
};
