import { describe, expect, it } from "vitest";
import { seededRandom } from "../../stats/seeded-random.ts";
import { countQuantile } from "../count-quantile.ts";
import { hourMs, makeHourSlots, plainCalendar } from "../hour-slots.ts";
import { makePanel } from "../made-panel.ts";
import type { MeanModel } from "../mean-model.ts";
import type { Covariates, HourSlot, Panel } from "../panel.ts";
import { slicePanel } from "../panel-slice.ts";
import { trainingFolds } from "../training-folds.ts";
import { poissonRegression } from "./poisson-regression.ts";
import { pooledBoosting } from "./pooled-boosting.ts";

const toMs = Date.UTC(2025, 3, 7);
const range = { timezone: "UTC", calendar: plainCalendar };
const slots = makeHourSlots({ fromMs: toMs - 12 * 168 * hourMs, toMs, ...range });
const ahead = makeHourSlots({ fromMs: toMs, toMs: toMs + 168 * hourMs, ...range });

/** Every other day it rains. */
const rain: Covariates = {
  names: ["rain"],
  valueAt: (_name, _series, startMs) => Math.floor(startMs / (24 * hourMs)) % 2,
};
const isEvening = ({ hourOfDay }: HourSlot) => hourOfDay >= 17;
/** Of eight series, which only share what rain does: it halves the evenings and leaves the rest. */
const rateOf = (slot: HourSlot, series: number) => {
  const usual = (1 + (series % 4)) * (1 + Math.sin(((slot.hourOfDay + 2 * series) * Math.PI) / 12) / 2);
  const rains = rain.valueAt("rain", "", slot.startMs) === 1;
  return usual * (rains && isEvening(slot) ? 0.5 : 1);
};

function drawPanel(): Panel {
  const random = seededRandom(5);
  const series = Array.from({ length: 8 }, (_, at) => ({
    id: `series ${at}`,
    group: null,
    counts: Float64Array.from(slots, (slot) =>
      countQuantile({ kind: "negative_binomial", mean: rateOf(slot, at), dispersion: 0, known: 0 }, random()),
    ),
    weights: new Float64Array(slots.length).fill(1),
  }));
  return { slots, series, covariates: rain };
}

/** Mean of |forecast ÷ rate − 1|. */
async function errorOf(model: MeanModel, panel: Panel): Promise<number> {
  const fitted = await model.fit(panel);
  const errors = panel.series.flatMap((_, series) =>
    Array.from(fitted.means(series, ahead), (mean, at) => Math.abs(mean / rateOf(ahead[at]!, series) - 1)),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

describe("boosting over all series", () => {
  it("learns what a feature does at some hours only, which a regression by feature cannot", async () => {
    const panel = drawPanel();
    const fitted = await pooledBoosting.fit(panel);
    const meanWhere = (isIn: (slot: HourSlot) => boolean) => {
      const means = panel.series.flatMap((_, series) => [...fitted.means(series, ahead.filter(isIn))]);
      return means.reduce((sum, mean) => sum + mean, 0) / means.length;
    };
    const rains = ({ startMs }: HourSlot) => rain.valueAt("rain", "", startMs) === 1;
    const ratio = (isIn: (slot: HourSlot) => boolean) =>
      meanWhere((slot) => isIn(slot) && rains(slot)) / meanWhere((slot) => isIn(slot) && !rains(slot));
    expect(ratio(isEvening)).toBeLessThan(0.62);
    expect(ratio((slot) => !isEvening(slot))).toBeGreaterThan(0.93);
    expect(await errorOf(pooledBoosting, panel)).toBeLessThan(
      0.8 * (await errorOf(poissonRegression, panel)),
    );
  }, 60_000);

  it("forecasts a fold by nothing that came after it began", async () => {
    const { panel } = makePanel({ family: "steady", meanRates: [1, 4, 9], weeks: 11, toMs, seed: 2 });
    for (const fold of [0, 1, 5]) {
      const { from } = trainingFolds(panel)[fold]!;
      const changed = panel.series.map((own) => ({
        ...own,
        counts: Float64Array.from(own.counts).fill(77, from),
      }));
      const other = { ...panel, series: changed };
      const [means, same] = await Promise.all(
        [panel, other].map(async (whole) => {
          const refitted = await (await pooledBoosting.fit(whole)).refit(slicePanel(whole, 0, from));
          return refitted.means(1, whole.slots.slice(from, from + 168));
        }),
      );
      expect(means).toEqual(same);
    }
  }, 60_000);

  it("forecasts little of a series that is shut, and its old level once it is open again", async () => {
    const { panel } = makePanel({ family: "closed", meanRates: [5], weeks: 12, toMs, seed: 2 });
    const meanAfter = async (days: number) => {
      const end = panel.slots.length - days * 24;
      const fitted = await pooledBoosting.fit(slicePanel(panel, 0, end));
      expect(fitted.isOpen(0, end - 1)).toBe(days < 14);
      const means = fitted.means(0, panel.slots.slice(end, end + 168));
      return means.reduce((sum, mean) => sum + mean, 0) / means.length;
    };
    expect(await meanAfter(17)).toBeLessThan(0.5);
    expect(await meanAfter(7)).toBeGreaterThan(4.2);
  }, 60_000);

  it("takes a series without history for those of its group", async () => {
    const { panel } = makePanel({ family: "steady", meanRates: [8, 8, 0.5], weeks: 8, toMs, seed: 2 });
    const counts = new Float64Array(panel.slots.length).fill(Number.NaN);
    const grouped = panel.series.map((own, at) => ({ ...own, group: at < 2 ? "busy" : "quiet" }));
    const fitted = await pooledBoosting.fit({
      ...panel,
      series: [...grouped, { ...panel.series[0]!, id: "new", group: "busy", counts }],
    });
    const means = fitted.means(3, ahead);
    expect(means.reduce((sum, mean) => sum + mean, 0) / 168).toBeGreaterThan(6);
    expect(fitted.basis(3)).toEqual({ ownShare: 0, ownWeeks: 0, borrowedFrom: "busy" });
  });
});
