import { seededRandom } from "../stats/seeded-random.ts";
import { countQuantile } from "./count-quantile.ts";
import { hourMs, makeHourSlots } from "./hour-slots.ts";
import type { Covariates, HourSlot, Panel, PanelSeries } from "./panel.ts";
import { usCalendar } from "./us-calendar.ts";

/** What happens in a made world besides chance and the week. */
export const madeFamilies = [
  "steady",
  "shared shocks",
  "level shift",
  "growth",
  "closed",
  "holidays",
  "weather",
] as const;

export type MadeFamily = (typeof madeFamilies)[number];

export type MadePanel = {
  panel: Panel;
  /** The rate of each series and hour that the counts were drawn from, shocks left out: nobody could know them. */
  rates: Float64Array[];
};

export type MadeWorld = {
  family: MadeFamily;
  /** Mean starts an hour of each series. */
  meanRates: readonly number[];
  weeks: number;
  /** The last hour ends here; a whole hour, in milliseconds since 1970. */
  toMs: number;
  seed: number;
};

/** Hours of the event before the panel's end: the level shift of a month ago, the closure of four weeks up to five days ago. */
const [shiftDaysAgo, shutFromDaysAgo, shutToDaysAgo] = [37, 40, 14];
const growthPerWeek = 0.02;
/** Standard deviation of ln of what a day multiplies all series by, where days have shocks. */
const shockSd = 0.25;
const holidayFactor = 0.3;
const rainEffect = -0.35;

/**
 * Hourly counts of a world whose rates are known, by a Poisson law around a weekly profile of each series. The same
 * seed gives the same world.
 */
export function makePanel({ family, meanRates, weeks, toMs, seed }: MadeWorld): MadePanel {
  const fromMs = toMs - weeks * 168 * hourMs;
  const slots = makeHourSlots({ fromMs, toMs, timezone: "UTC", calendar: usCalendar });
  const random = seededRandom(seed, madeFamilies.indexOf(family));
  const rain = slots.map(() => (random() < 0.02 ? 1 : 0));
  // Rain stays for some hours.
  for (let hour = 1; hour < rain.length; hour++) if (rain[hour - 1] === 1 && random() < 0.8) rain[hour] = 1;
  const shocks = new Map<number, number>();
  for (const { localDay } of slots)
    if (!shocks.has(localDay)) shocks.set(localDay, Math.exp(shockSd * normal(random) - shockSd ** 2 / 2));
  const rates = meanRates.map((meanRate) => {
    const week = makeWeek(random);
    return Float64Array.from(slots, (slot, hour) => {
      const daysAgo = (toMs - slot.startMs) / (24 * hourMs);
      const usual = meanRate * (week[slot.weekday * 24 + slot.hourOfDay] ?? 1);
      return usual * multiplier(family, slot, daysAgo, rain[hour] ?? 0);
    });
  });
  const series = rates.map(
    (own, index): PanelSeries => ({
      id: `${family} ${meanRates[index]} #${index}`,
      group: null,
      counts: own.map((rate, hour) => {
        const shock = family === "shared shocks" ? (shocks.get(slots[hour]?.localDay ?? 0) ?? 1) : 1;
        return drawPoisson(rate * shock, random());
      }),
      weights: new Float64Array(slots.length).fill(1),
    }),
  );
  return { panel: { slots, series, covariates: family === "weather" ? weather(slots, rain) : null }, rates };
}

function multiplier(family: MadeFamily, slot: HourSlot, daysAgo: number, rain: number): number {
  if (family === "level shift") return daysAgo > shiftDaysAgo ? 1 : 1.8;
  if (family === "growth") return Math.exp((-growthPerWeek * daysAgo) / 7);
  if (family === "closed") return daysAgo <= shutFromDaysAgo && daysAgo > shutToDaysAgo ? 0 : 1;
  if (family === "holidays") return slot.holiday === null ? 1 : holidayFactor;
  return family === "weather" ? Math.exp(rainEffect * rain) : 1;
}

function weather(slots: readonly HourSlot[], rain: readonly number[]): Covariates {
  const fromMs = slots[0]?.startMs ?? 0;
  return {
    names: ["rain"],
    valueAt: (_name, _series, startMs) => rain[(startMs - fromMs) / hourMs] ?? Number.NaN,
  };
}

/** 168 factors with mean 1: a hump in the day, days of their own size, weekends with another hump. */
function makeWeek(random: () => number): number[] {
  const [peak, width, weekendPeak] = [13 + 6 * random(), 3 + 2 * random(), 11 + 4 * random()];
  const days = Array.from({ length: 7 }, () => 0.7 + 0.6 * random());
  const factors = days.flatMap((size, day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const middle = day === 0 || day === 6 ? weekendPeak : peak;
      return size * (0.15 + Math.exp(-(((hour - middle) / width) ** 2) / 2));
    }),
  );
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  return factors.map((factor) => factor / mean);
}

function drawPoisson(rate: number, chance: number): number {
  if (rate <= 0) return 0;
  return countQuantile(
    { kind: "negative_binomial", mean: rate, dispersion: 0, known: 0 },
    Math.max(chance, 1e-12),
  );
}

/** Box and Muller's transform. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
