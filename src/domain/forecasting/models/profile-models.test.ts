import { describe, expect, it } from "vitest";
import { makeHourSlots } from "../hour-slots.ts";
import { makePanel } from "../made-panel.ts";
import type { MeanModel } from "../mean-model.ts";
import type { Panel, PanelSeries } from "../panel.ts";
import { slicePanel } from "../panel-slice.ts";
import { usCalendar } from "../us-calendar.ts";
import { meanOfModels } from "./mean-of-models.ts";
import { poissonRegression } from "./poisson-regression.ts";
import { pooledBoosting } from "./pooled-boosting.ts";
import { recentRegression } from "./recent-regression.ts";
import { shrunkenRates } from "./shrunken-rates.ts";

const toMs = Date.UTC(2025, 3, 7);
const ahead = makeHourSlots({
  fromMs: toMs,
  toMs: toMs + 168 * 3_600_000,
  timezone: "UTC",
  calendar: usCalendar,
});
const steady = makePanel({ family: "steady", meanRates: [0.2, 2, 30], weeks: 13, toMs, seed: 4 });
const mean = meanOfModels("mean", "Mean", [
  { model: poissonRegression, prior: 0.5 },
  { model: shrunkenRates, prior: 0.4 },
  { model: recentRegression, prior: 0.1 },
]);

/** Root mean square of (forecast ÷ true rate − 1) where the rate is at least a fifth of the mean. */
async function error(model: MeanModel, panel: Panel, series: number, rates: Float64Array) {
  const means = (await model.fit(panel)).means(series, ahead);
  const first = rates.length - 168;
  const hours = [...means.keys()].filter((hour) => rates[first + hour]! > 0);
  return Math.sqrt(
    hours.reduce((sum, hour) => sum + (means[hour]! / rates[first + hour]! - 1) ** 2, 0) / hours.length,
  );
}

describe.each([poissonRegression, shrunkenRates, recentRegression, pooledBoosting, mean])(
  "$kind",
  (model) => {
    it("finds the rates of the week, the better the busier a series is", async () => {
      const errors = await Promise.all(
        [1, 2].map(async (series) => await error(model, steady.panel, series, steady.rates[series]!)),
      );
      expect(errors[0]).toBeLessThan(0.35);
      expect(errors[1]).toBeLessThan(0.12);
    });

    it("explains an hour by parts that multiply to its mean", async () => {
      const fitted = await model.fit(steady.panel);
      for (const slot of [ahead[9]!, ahead[100]!]) {
        const product = fitted.explain(1, slot).reduce((all, { factor }) => all * factor, 1);
        expect(product).toBeCloseTo(fitted.means(1, [slot])[0]!, 9);
      }
    });

    it("gives its parameters as plain JSON", async () => {
      const parameters = (await model.fit(steady.panel)).parameters(0);
      expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
    });
  },
);

describe("a thin series", () => {
  /** Twelve series of one group with the same week, and a thirteenth of two weeks. */
  const { panel: twins, rates } = makePanel({ family: "steady", meanRates: [3], weeks: 13, toMs, seed: 8 });
  const shape = rates[0]!;
  const drawn = Array.from({ length: 12 }, (_, seed) => {
    const other = makePanel({ family: "steady", meanRates: [3], weeks: 13, toMs, seed: 8 });
    // The same rates, other chance: counts of another hour with the same place in the week.
    const counts = other.panel.series[0]!.counts.map(
      (_count, hour, all) => all[(hour + 168 * (seed + 1)) % all.length]!,
    );
    return { ...other.panel.series[0]!, id: `twin ${seed}`, group: "sciences", counts };
  });
  const thin: PanelSeries = {
    id: "thin",
    group: "sciences",
    counts: Float64Array.from(twins.series[0]!.counts, (count, hour) =>
      hour < 11 * 168 ? Number.NaN : Math.round(count / 6),
    ),
    weights: new Float64Array(twins.slots.length).fill(1),
  };
  const whole: Panel = { ...twins, series: [...drawn, thin] };

  it.each([poissonRegression, shrunkenRates, pooledBoosting])(
    "borrows its week from its group, for $kind",
    async (model) => {
      const fitted = await model.fit(whole);
      const means = fitted.means(12, ahead);
      const total = means.reduce((sum, value) => sum + value, 0);
      const first = shape.length - 168;
      const shapeTotal = shape.slice(first).reduce((sum, value) => sum + value, 0);
      const distance = means.reduce(
        (sum, value, hour) => sum + Math.abs(value / total - shape[first + hour]! / shapeTotal),
        0,
      );
      // By itself two thin weeks are off by more than a half.
      expect(distance).toBeLessThan(0.3);
      expect(fitted.basis(12)).toMatchObject({ ownWeeks: 2, borrowedFrom: "sciences" });
      expect(fitted.basis(12).ownShare).toBeLessThan(0.9);
    },
  );
});

it("is the same model on less when it is fitted again on a part", async () => {
  const part = slicePanel(steady.panel, 0, 10 * 168);
  const again = await (await poissonRegression.fit(steady.panel)).refit(part);
  const alone = await poissonRegression.fit(part);
  const [a, b] = [again.means(2, ahead), alone.means(2, ahead)];
  for (const [hour, value] of a.entries()) expect(value / b[hour]!).toBeCloseTo(1, 0);
});

it("follows a week that has changed, by the model that does so sooner", async () => {
  const before = makePanel({ family: "steady", meanRates: [20, 30], weeks: 13, toMs, seed: 4 });
  const after = makePanel({ family: "steady", meanRates: [20, 30], weeks: 13, toMs, seed: 5 });
  const changed = before.panel.slots.length - 21 * 24;
  const panel: Panel = {
    ...before.panel,
    series: before.panel.series.map((series, at) => ({
      ...series,
      counts: series.counts.map((count, hour) =>
        hour < changed ? count : (after.panel.series[at]?.counts[hour] ?? 0),
      ),
    })),
  };
  const errorOf = async (model: MeanModel) => await error(model, panel, 1, after.rates[1]!);
  const blended = await errorOf(mean);
  expect(blended).toBeLessThan(0.75 * (await errorOf(poissonRegression)));
  expect(blended).toBeLessThan(1.1 * (await errorOf(recentRegression)));
});

it("foresees a break that halved demand a year ago, and says so", async () => {
  const until = Date.UTC(2025, 5, 12);
  const year = { fromMs: until - 400 * 86_400_000, toMs: until + 168 * 3_600_000, timezone: "UTC" };
  const slots = makeHourSlots({ ...year, calendar: usCalendar });
  const isBreak = (season: string | null) => season === "summer break";
  const counts = Float64Array.from(
    slots,
    ({ season, hourOfDay }) => (isBreak(season) ? 4 : 8) + (hourOfDay % 3) - 1,
  );
  const whole: Panel = {
    slots,
    series: [{ id: "a", group: null, counts, weights: new Float64Array(slots.length).fill(1) }],
    covariates: null,
  };
  const fitted = await poissonRegression.fit(slicePanel(whole, 0, slots.length - 168));
  const week = slots.slice(-168);
  const means = fitted.means(0, week);
  const meanWhere = (isIn: (season: string | null) => boolean) => {
    const own = week.flatMap(({ season }, hour) => (isIn(season) ? (means[hour] ?? []) : []));
    return own.reduce((sum, mean) => sum + mean, 0) / own.length;
  };
  expect(meanWhere(isBreak) / meanWhere((season) => !isBreak(season))).toBeCloseTo(0.54, 1);
  const part = fitted.explain(0, week.at(-1)!).find((one) => one.part === "season");
  expect(part?.name).toBe("summer break");
  expect(fitted.explain(0, week[0]!).map((one) => one.part)).not.toContain("season");
});
