import type { Panel } from "./panel.ts";

/** The panel's hours from place `from` up to, not including, `to`. The counts are views of the same memory. */
export function slicePanel(panel: Panel, from: number, to: number): Panel {
  return {
    slots: panel.slots.slice(from, to),
    series: panel.series.map((series) => ({
      ...series,
      counts: series.counts.subarray(from, to),
      weights: series.weights.subarray(from, to),
    })),
    covariates: panel.covariates,
  };
}
