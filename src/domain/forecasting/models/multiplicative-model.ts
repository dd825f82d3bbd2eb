import type { ForecastPart } from "../forecast-model.ts";
import { closedDaysAtEnd, findClosedDays, openShare } from "../layers/closures.ts";
import { type CovariateEffects, fitCovariateEffects } from "../layers/covariate-effects.ts";
import { fitHolidayEffects, type HolidayEffects, holidayMultiplier } from "../layers/holiday-effects.ts";
import { type DailyTotals, filterLevels, type LevelPath, type LevelTuning } from "../layers/level-filter.ts";
import type { CellTotals, ProfileEstimator, Profiles } from "../layers/profile.ts";
import type { FittedMeans, MeanModel } from "../mean-model.ts";
import type { HourSlot, Panel } from "../panel.ts";
import { cellOfSlot, frameOf, hoursOfWeek, type PanelFrame } from "../panel-frame.ts";

/** Profile and level are found in turn: once at level 1, then once along the level that was found. */
const rounds = 2;

/** What the layers learnt about themselves, kept where they are fitted again on a shorter stretch. */
type Tuning = { profiles: Profiles; level: LevelTuning };

/**
 * Mean of an hour = level × trend × rate of its hour of the week × holiday × outside features. Each factor is found by
 * the layer that knows how, with the others held: block by block, all by the same Poisson likelihood.
 */
export function multiplicativeModel(
  kind: string,
  title: string,
  estimateProfiles: ProfileEstimator,
): MeanModel {
  return { kind, title, fit: (panel) => fitLayers(panel, estimateProfiles, null) };
}

/** A series while it is being fitted. */
type Working = {
  group: string | null;
  counts: Float64Array;
  /** Weights of the hours: 0 where nothing is known. */
  known: Float64Array;
  /** The same without holidays and closed days: what profile and level learn from. */
  usual: Float64Array;
  /** Outside features' multiplier of each hour. */
  outside: Float64Array;
  closed: Uint8Array;
};

function fitLayers(panel: Panel, estimateProfiles: ProfileEstimator, tuning: Tuning | null): FittedMeans {
  const frame = frameOf(panel);
  const working = panel.series.map((series) => prepare(frame, series));
  let levels: LevelPath[] = [];
  let profiles = tuning?.profiles;
  let levelTuning = tuning?.level;
  let covariates: CovariateEffects | null = null;
  for (let round = 0; round < rounds; round++) {
    const totals = working.map((own, index) => cellTotals(frame, own, levels[index]));
    profiles =
      profiles === undefined || (round === 0 && tuning === null)
        ? estimateProfiles(totals)
        : profiles.refit(totals);
    const { rates } = profiles;
    if (panel.covariates !== null && panel.covariates.names.length > 0)
      covariates = applyCovariates(panel, frame, working, rates, levels);
    const daily = working.map((own, index) => dailyTotals(frame, own, rates[index]));
    for (const [index, own] of working.entries())
      markClosed(frame, own, daily[index], levelTuning?.dayDispersions[index] ?? 0.05);
    const filtered = filterLevels(
      working.map((own, index) => dailyTotals(frame, own, rates[index])),
      levelTuning,
    );
    levels = filtered.levels;
    levelTuning = filtered.tuning;
  }
  if (profiles === undefined || levelTuning === undefined)
    throw new RangeError("a panel needs at least one series");
  const found = { profiles, level: levelTuning };
  const holidays = fitHolidayEffects(
    frame,
    working.map((own, index) => ({
      counts: own.counts,
      weights: own.known,
      rates: found.profiles.rates[index] ?? new Float64Array(hoursOfWeek),
      multipliers: own.outside.map((factor, hour) => factor * levelAt(levels[index], frame.dayOf[hour] ?? 0)),
    })),
  );
  const layers = { frame, working, levels, profiles: found.profiles, holidays, covariates };
  return toFittedMeans(panel, layers, (other) => fitLayers(other, estimateProfiles, found));
}

function prepare(frame: PanelFrame, series: Panel["series"][number]): Working {
  const known = series.weights.map((weight, hour) => (Number.isNaN(series.counts[hour]) ? 0 : weight));
  return {
    group: series.group,
    counts: series.counts.map((count) => (Number.isNaN(count) ? 0 : count)),
    known,
    usual: known.map((weight, hour) => (frame.holidayOfDay[frame.dayOf[hour] ?? 0] === null ? weight : 0)),
    outside: new Float64Array(frame.hours).fill(1),
    closed: new Uint8Array(frame.days),
  };
}

const levelAt = (level: LevelPath | undefined, day: number) => level?.path[day] ?? 1;

function cellTotals(frame: PanelFrame, own: Working, level: LevelPath | undefined): CellTotals {
  const totals = {
    counts: new Float64Array(hoursOfWeek),
    exposures: new Float64Array(hoursOfWeek),
    group: own.group,
  };
  for (let hour = 0; hour < frame.hours; hour++) {
    const weight = own.usual[hour] ?? 0;
    if (weight === 0) continue;
    const cell = frame.cellOf[hour] ?? 0;
    totals.counts[cell] = (totals.counts[cell] ?? 0) + weight * (own.counts[hour] ?? 0);
    const multiplier = levelAt(level, frame.dayOf[hour] ?? 0) * (own.outside[hour] ?? 1);
    totals.exposures[cell] = (totals.exposures[cell] ?? 0) + weight * multiplier;
  }
  return totals;
}

function dailyTotals(frame: PanelFrame, own: Working, rates: Float64Array | undefined): DailyTotals {
  const daily = { counts: new Float64Array(frame.days), expected: new Float64Array(frame.days) };
  for (let hour = 0; hour < frame.hours; hour++) {
    const weight = own.usual[hour] ?? 0;
    if (weight === 0) continue;
    const day = frame.dayOf[hour] ?? 0;
    const expected = (rates?.[frame.cellOf[hour] ?? 0] ?? 0) * (own.outside[hour] ?? 1);
    daily.counts[day] = (daily.counts[day] ?? 0) + weight * (own.counts[hour] ?? 0);
    daily.expected[day] = (daily.expected[day] ?? 0) + weight * expected;
  }
  return daily;
}

function markClosed(
  frame: PanelFrame,
  own: Working,
  daily: DailyTotals | undefined,
  dayDispersion: number,
): void {
  if (daily === undefined) return;
  own.closed = findClosedDays(daily, dayDispersion);
  if (!own.closed.includes(1)) return;
  for (let hour = 0; hour < frame.hours; hour++)
    if (own.closed[frame.dayOf[hour] ?? 0] === 1) own.usual[hour] = 0;
}

function applyCovariates(
  panel: Panel,
  frame: PanelFrame,
  working: readonly Working[],
  rates: readonly Float64Array[],
  levels: readonly LevelPath[],
): CovariateEffects | null {
  if (panel.covariates === null) return null;
  const effects = fitCovariateEffects(
    panel.slots,
    panel.covariates,
    working.map((own, index) => ({
      series: panel.series[index] ?? { id: "", group: null, counts: own.counts, weights: own.known },
      weights: own.usual,
      expected: own.counts.map(
        (_, hour) =>
          (rates[index]?.[frame.cellOf[hour] ?? 0] ?? 0) * levelAt(levels[index], frame.dayOf[hour] ?? 0),
      ),
    })),
  );
  working.forEach((own, index) => {
    panel.slots.forEach((slot, hour) => {
      own.outside[hour] = Math.exp(effects.logFactors(index, slot).reduce((sum, value) => sum + value, 0));
    });
  });
  return effects;
}

type Layers = {
  frame: PanelFrame;
  working: readonly Working[];
  levels: readonly LevelPath[];
  profiles: Profiles;
  holidays: HolidayEffects;
  covariates: CovariateEffects | null;
};

function toFittedMeans(panel: Panel, layers: Layers, refit: (panel: Panel) => FittedMeans): FittedMeans {
  const lastDay = layers.frame.firstDay + layers.frame.days - 1;
  const partsOf = (series: number, slot: HourSlot) =>
    explainHour(layers, series, slot, slot.localDay - lastDay);
  return {
    means: (series, slots) =>
      Float64Array.from(slots, (slot) =>
        partsOf(series, slot).reduce((product, { factor }) => product * factor, 1),
      ),
    refit,
    explain: partsOf,
    parameters: (series) => ({
      level: layers.levels[series]?.path.at(-1) ?? 1,
      memoryDays: layers.levels[series]?.memoryDays ?? null,
      dayDispersion: layers.levels[series]?.dayDispersion ?? null,
      weekRates: Array.from(layers.profiles.rates[series] ?? [], (rate) => Number(rate.toPrecision(4))),
    }),
    basis: (series) => {
      const known =
        layers.working[series]?.known.reduce((hours, weight) => hours + (weight > 0 ? 1 : 0), 0) ?? 0;
      const ownShare = known === 0 ? 0 : (layers.profiles.ownShares[series] ?? 0);
      const group = panel.series[series]?.group ?? null;
      const lender = group === null ? "all series" : group;
      return { ownShare, ownWeeks: known / hoursOfWeek, borrowedFrom: ownShare > 0.95 ? null : lender };
    },
  };
}

function explainHour(layers: Layers, series: number, slot: HourSlot, daysAhead: number): ForecastPart[] {
  const rates = layers.profiles.rates[series] ?? new Float64Array(hoursOfWeek);
  const cell = cellOfSlot(slot);
  const meanRate = rates.reduce((sum, rate) => sum + rate, 0) / hoursOfWeek;
  const { level, trend } = layers.levels[series]?.ahead(Math.max(daysAhead, 0)) ?? { level: 1, trend: 1 };
  const shut = closedDaysAtEnd(layers.working[series]?.closed ?? new Uint8Array());
  const parts: ForecastPart[] = [
    {
      part: "level",
      name: shut > 0 ? "closed" : null,
      factor: level * meanRate * (shut > 0 ? openShare(shut) : 1),
    },
    { part: "trend", name: null, factor: trend },
    { part: "hour_and_day", name: null, factor: meanRate > 0 ? (rates[cell] ?? 0) / meanRate : 0 },
  ];
  if (slot.holiday !== null) {
    const factor = holidayMultiplier(rates, cell, layers.holidays.of(series, slot.holiday));
    parts.push({ part: "holiday", name: slot.holiday, factor });
  }
  layers.covariates?.logFactors(series, slot).forEach((logFactor, at) => {
    const name = layers.covariates?.names[at] ?? null;
    if (logFactor !== 0) parts.push({ part: "feature", name, factor: Math.exp(logFactor) });
  });
  return parts;
}
