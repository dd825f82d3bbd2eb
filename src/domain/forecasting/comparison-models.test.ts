import { beforeAll, describe, expect, it } from "vitest";
import { loadAugurs } from "#platform/augurs/load-augurs.ts";
import { comparisonModels } from "./comparison-models.ts";
import type { CountDistribution } from "./count-distribution.ts";
import type { ForecastModel } from "./forecast-model.ts";
import { makeHourSlots, plainCalendar } from "./hour-slots.ts";
import { makePanel } from "./made-panel.ts";
import { fourWeekMean } from "./models/four-week-mean.ts";
import type { Panel, PanelSeries } from "./panel.ts";
import { slicePanel } from "./panel-slice.ts";

const hour = 3_600_000;
const toMs = Date.UTC(2025, 3, 7);
const made = makePanel({ family: "weather", meanRates: [20], weeks: 9, toMs, seed: 3 });
const origin = made.panel.slots.length - 168;
const week = made.panel.slots.slice(origin);
const timeoutMs = 60_000;

let models: ReadonlyMap<string, ForecastModel>;
beforeAll(async () => {
  models = new Map(comparisonModels(await loadAugurs()).map((model) => [model.kind, model]));
}, timeoutMs);

const lawsOf = async (kind: string, whole: Panel): Promise<CountDistribution[]> =>
  (await models.get(kind)!.fit(slicePanel(whole, 0, origin))).predict(0, week);

/** A panel of one series with the counts that `count` gives to each hour. */
function panelOf(slots: Panel["slots"], count: (slot: Panel["slots"][number], at: number) => number): Panel {
  const counts = Float64Array.from(slots, count);
  const series: PanelSeries = {
    id: "a",
    group: null,
    counts,
    weights: new Float64Array(slots.length).fill(1),
  };
  return { slots, series: [series], covariates: null };
}

// How far a week at 20 starts an hour may be off, as a share of its sum: Prophet's curves are smooth, ours need not be.
describe.each([
  ["mstl-ets", 0.15],
  ["prophet", 0.25],
] as const)("%s", (kind, mostError) => {
  it(
    "finds the hours of the week, and says how sure it is",
    async () => {
      const laws = await lawsOf(kind, made.panel);
      const rates = made.rates[0]!.slice(origin);
      const errors = laws.reduce((sum, { mean }, at) => sum + Math.abs(mean - rates[at]!), 0);
      expect(errors / rates.reduce((sum, rate) => sum + rate, 0)).toBeLessThan(mostError);
      const sds = laws.map((law) => (law.kind === "normal" ? law.sd : Number.NaN));
      expect(Math.min(...sds)).toBeGreaterThan(2);
      expect(Math.max(...sds)).toBeLessThan(12);
    },
    timeoutMs,
  );

  it(
    "knows nothing of what came after, and says the same each time",
    async () => {
      const before = await lawsOf(kind, made.panel);
      const counts = Float64Array.from(made.panel.series[0]!.counts).fill(400, origin);
      const changed = { ...made.panel, series: [{ ...made.panel.series[0]!, counts }] };
      const after = await lawsOf(kind, changed);
      // Sums come out in another order each time.
      for (const [at, { mean }] of after.entries()) expect(mean).toBeCloseTo(before[at]!.mean, 9);
    },
    timeoutMs,
  );

  it(
    "leaves out hours that are unknown or do not count, at the ends too",
    async () => {
      const [own] = made.panel.series;
      const counts = Float64Array.from(own!.counts);
      counts.fill(Number.NaN, 0, 40);
      counts.fill(Number.NaN, origin - 30);
      counts.fill(4000, 500, 520);
      const weights = Float64Array.from(own!.weights).fill(0, 500, 520);
      const laws = await lawsOf(kind, { ...made.panel, series: [{ ...own!, counts, weights }] });
      const plain = await lawsOf(kind, made.panel);
      const sum = (of: CountDistribution[]) => of.reduce((all, { mean }) => all + mean, 0);
      expect(sum(laws) / sum(plain)).toBeGreaterThan(0.9);
      expect(sum(laws) / sum(plain)).toBeLessThan(1.1);
    },
    timeoutMs,
  );

  it(
    "gives the reference's forecast of a series that it cannot fit, and no mean below nought",
    async () => {
      const slots = made.panel.slots.slice(0, origin);
      const short = panelOf(slots, ({ hourOfDay }, at) => (at < origin - 200 ? Number.NaN : hourOfDay));
      const fitted = await models.get(kind)!.fit(short);
      expect(fitted.predict(0, week)).toEqual((await fourWeekMean.fit(short)).predict(0, week));
      expect(fitted.parameters(0)).toEqual({ fallback: "four-week-mean" });
      const ending = panelOf(slots, (_, at) => Math.max(0, 40 - at / 30));
      const laws = (await models.get(kind)!.fit(ending)).predict(0, week);
      expect(Math.min(...laws.map(({ mean }) => mean))).toBeGreaterThan(0);
    },
    timeoutMs,
  );

  it(
    "keeps to the clock of the business when it is changed",
    async () => {
      const range = { timezone: "America/Chicago", calendar: plainCalendar };
      const changed = Date.parse("2026-03-08T06:00Z");
      const slots = makeHourSlots({ fromMs: changed - 6 * 168 * hour, toMs: changed, ...range });
      const busyAt = ({ hourOfDay }: { hourOfDay: number }) => (hourOfDay >= 15 && hourOfDay < 21 ? 30 : 2);
      const ahead = makeHourSlots({ fromMs: changed, toMs: changed + 168 * hour, ...range });
      const fitted = await models.get(kind)!.fit(panelOf(slots, (slot, at) => busyAt(slot) + (at % 3)));
      const means = fitted.predict(0, ahead).map(({ mean }) => mean);
      const meanAt = (hourOfDay: number) => {
        const at = ahead.flatMap((slot, place) => (slot.hourOfDay === hourOfDay ? means[place]! : []));
        return at.reduce((sum, mean) => sum + mean, 0) / at.length;
      };
      // An hour off would put the middle of the afternoon at 17:00 or 19:00.
      expect(meanAt(16)).toBeGreaterThan(20);
      expect(meanAt(19)).toBeGreaterThan(20);
      expect(meanAt(13)).toBeLessThan(14);
      expect(meanAt(22)).toBeLessThan(14);
      const product = fitted.explain(0, ahead[5]!).reduce((all, { factor }) => all * factor, 1);
      expect(product).toBeCloseTo(means[5]!, 9);
      expect(JSON.parse(JSON.stringify(fitted.parameters(0)))).toEqual(fitted.parameters(0));
    },
    timeoutMs,
  );
});
