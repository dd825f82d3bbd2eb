import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { backtest, originsOf } from "./backtest.ts";
import type { CountDistribution } from "./count-distribution.ts";
import { forecastModels, referenceModel } from "./forecast-models.ts";
import { forecastPanel } from "./forecast-panel.ts";
import { makeHourSlots } from "./hour-slots.ts";
import { type MadeFamily, makePanel } from "./made-panel.ts";
import type { Panel } from "./panel.ts";
import { slicePanel } from "./panel-slice.ts";
import { type Selection, selectModels } from "./select-models.ts";
import { summariseBacktest } from "./summarise-backtest.ts";
import { usCalendar } from "./us-calendar.ts";

const toMs = Date.UTC(2025, 3, 7);
const made = (family: MadeFamily, meanRates: number[], weeks = 12) =>
  makePanel({ family, meanRates, weeks, toMs, seed: 2 }).panel;
const weekAhead = makeHourSlots({
  fromMs: toMs,
  toMs: toMs + 168 * 3_600_000,
  timezone: "UTC",
  calendar: usCalendar,
});
const ours = forecastModels.filter(({ kind }) => kind === "poisson-regression" || kind === "shrunken-rates");

describe("a backtest from rolling origins", () => {
  it("knows nothing of what came after an origin, whatever that was", async () => {
    const panel = made("steady", [2, 5], 8);
    const origin = panel.slots.length - 168;
    const laws = async (whole: Panel): Promise<CountDistribution[]> => {
      const slots = whole.slots.slice(origin);
      const all = await Promise.all(
        forecastModels.map(async (model) =>
          (await model.fit(slicePanel(whole, 0, origin))).predict(0, slots),
        ),
      );
      return all.flat();
    };
    const before = await laws(panel);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 500 }), async (count) => {
        const series = panel.series.map((own) => {
          const counts = Float64Array.from(own.counts);
          counts.fill(count, origin);
          return { ...own, counts };
        });
        expect(await laws({ ...panel, series })).toEqual(before);
      }),
      { numRuns: 3 },
    );
  }, 120_000);

  it("lays origins so that no hour is forecast twice, and says when there are too few hours", () => {
    const panel = made("steady", [1], 10);
    expect(originsOf(panel, { origins: 4, horizonHours: 168 }).map((at) => at / 168)).toEqual([6, 7, 8, 9]);
    expect(() => originsOf(panel, { origins: 9, horizonHours: 168 })).toThrow(
      /hours of history; there are 1680/,
    );
  });

  it("leaves out hours of which nothing is known", async () => {
    const panel = made("steady", [3], 6);
    panel.series[0]!.counts.fill(Number.NaN, panel.slots.length - 24);
    const [result] = await backtest(panel, { origins: 1, horizonHours: 168, models: [referenceModel] });
    expect(result!.cells[0]!.days.map(({ hours }) => hours)).toEqual([24, 24, 24, 24, 24, 24, 0]);
  });
});

/** Rates an hour of the made series; over all of them chance leaves the WAPE uncertain by about 1 %. */
const rates = [1, 2, 5, 10, 20, 50];

describe("the models", () => {
  it("come within a twentieth of the floor where only chance and the week are at work, and cover what they should", async () => {
    const panel = made("steady", rates, 17);
    const results = await backtest(panel, {
      origins: 4,
      horizonHours: 168,
      trainingHours: 13 * 168,
      models: [...ours, referenceModel],
    });
    const [regression, shrunken, reference] = results.map(
      (result) => summariseBacktest(panel, result).overall,
    );
    for (const scores of [regression!, shrunken!]) {
      expect(scores.wapeOverFloor).toBeLessThan(1.05);
      expect(Math.abs(scores.coverage! - scores.exactCoverage!)).toBeLessThan(0.02);
    }
    expect(reference!.wapeOverFloor).toBeGreaterThan(1.08);
  }, 120_000);

  it.each<[MadeFamily, number]>([
    ["level shift", 1.15],
    ["growth", 1.1],
    ["weather", 1.1],
  ])(
    "follow a world with %s",
    async (family, most) => {
      const panel = made(family, rates, 15);
      const [result] = await backtest(panel, {
        origins: 2,
        horizonHours: 168,
        trainingHours: 13 * 168,
        models: ours,
      });
      expect(summariseBacktest(panel, result!).overall.wapeOverFloor).toBeLessThan(most);
    },
    120_000,
  );

  it("forecast next to nothing of a series that is shut, and its old level once it is open again", async () => {
    const whole = made("closed", [5], 12);
    const shut = slicePanel(whole, 0, whole.slots.length - 17 * 24);
    const open = slicePanel(whole, 0, whole.slots.length - 168);
    const meanOf = async (panel: Panel) => {
      const fitted = await ours[0]!.fit(panel);
      const slots = whole.slots.slice(panel.slots.length, panel.slots.length + 168);
      const laws = fitted.predict(0, slots);
      return laws.reduce((sum, law) => sum + law.mean, 0) / laws.length;
    };
    expect(await meanOf(shut)).toBeLessThan(0.2);
    expect(await meanOf(open)).toBeGreaterThan(4.4);
  }, 60_000);
});

describe("the selection and its forecast", () => {
  let panel: Panel;
  let selection: Selection;

  beforeAll(async () => {
    panel = made("shared shocks", [0.5, 3, 12], 12);
    selection = await selectModels(panel, { origins: 4, horizonHours: 168, models: forecastModels });
  }, 120_000);

  it("prefer what is best over all, say why, and are plain JSON", () => {
    expect(["mean-of-models", "poisson-regression", "shrunken-rates", "mean-of-three"]).toContain(
      selection.pooledKind,
    );
    for (const { reason, scores } of selection.series) {
      expect(reason).not.toBe("");
      expect(Object.keys(scores)).toEqual(forecastModels.map(({ kind }) => kind));
    }
    expect(JSON.parse(JSON.stringify(selection))).toEqual(selection);
  });

  it("give every hour a law, its parts, and what the reference says", async () => {
    const forecasts = await forecastPanel(panel, selection, weekAhead);
    expect(forecasts.map(({ seriesId }) => seriesId)).toEqual(panel.series.map(({ id }) => id));
    for (const { hours, basis } of forecasts) {
      expect(hours).toHaveLength(168);
      expect(basis.ownWeeks).toBe(12);
      for (const { forecast, reference, parts } of hours) {
        const product = parts.reduce((all, { factor }) => all * factor, 1);
        expect(product).toBeCloseTo(forecast.mean, 6);
        expect(forecast.lower).toBeLessThanOrEqual(forecast.median);
        expect(forecast.upper).toBeGreaterThanOrEqual(forecast.median);
        expect(reference.distribution.kind).toBe("normal");
      }
    }
  });

  it("forecast a series without any history by what it is with", async () => {
    const nobody = {
      id: "new",
      group: null,
      counts: new Float64Array(panel.slots.length).fill(Number.NaN),
      weights: new Float64Array(panel.slots.length).fill(1),
    };
    const forecasts = await forecastPanel(
      { ...panel, series: [...panel.series, nobody] },
      selection,
      weekAhead,
    );
    const added = forecasts.at(-1)!;
    const mean = added.hours.reduce((sum, { forecast }) => sum + forecast.mean, 0) / 168;
    // The geometric mean of 0.5, 3 and 12 is 2.6.
    expect(mean).toBeGreaterThan(1.5);
    expect(mean).toBeLessThan(4.5);
    expect(added.basis).toEqual({ ownShare: 0, ownWeeks: 0, borrowedFrom: "all series" });
    expect(added.kind).toBe(selection.pooledKind);
  });

  it("refuse a model that there is not", async () => {
    await expect(
      forecastPanel(panel, { ...selection, pooledKind: "prophet", series: [] }, weekAhead),
    ).rejects.toThrow(/prophet, which is no model/);
  });
});
