import { type CovariateEffects, fitCovariateEffects } from "../layers/covariate-effects.ts";
import { fitHolidayEffects, type HolidayEffects } from "../layers/holiday-effects.ts";
import { type DailyTotals, filterLevels, type LevelPath, type LevelTuning } from "../layers/level-filter.ts";
import { smoothLevels } from "../layers/level-smoother.ts";
import type { ProfileEstimator, Profiles } from "../layers/profile.ts";
import { fitSeasonChanges } from "../layers/season-changes.ts";
import type { FittedMeans, MeanModel } from "../mean-model.ts";
import type { Panel } from "../panel.ts";
import { frameOf, hoursOfWeek, type PanelFrame } from "../panel-frame.ts";
import { HourParts, type Layers } from "./hour-parts.ts";
import {
  cellTotals,
  dailyTotals,
  levelAt,
  markClosed,
  toWorking,
  type WorkingSeries,
} from "./working-series.ts";

/** Profile and level are found in turn: once at level 1, then once along the level that was found. */
const rounds = 2;
/** How much days differ, before it is known: what decides the first closures. */
const firstDayDispersion = 0.05;
/** From this share on a forecast rests on its own history. */
const ownEnough = 0.95;

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
  weekMemoryDays = Number.POSITIVE_INFINITY,
): MeanModel {
  return { kind, title, fit: (panel) => fitLayers(panel, { estimateProfiles, weekMemoryDays }, null) };
}

type Ways = { estimateProfiles: ProfileEstimator; weekMemoryDays: number };

function fitLayers(panel: Panel, ways: Ways, tuning: Tuning | null): FittedMeans {
  const frame = frameOf(panel);
  const working = panel.series.map((series) => toWorking(frame, series));
  let found = fitRound(panel, frame, working, { ...ways, tuning, levels: [] });
  for (let round = 1; round < rounds; round++) {
    const learnt = { profiles: found.profiles, level: found.levelTuning };
    found = fitRound(panel, frame, working, { ...ways, tuning: learnt, levels: found.smooth });
  }
  const holidays = fitHolidays(frame, working, found);
  const learnt = { profiles: found.profiles, level: found.levelTuning };
  const seasons = fitSeasonChanges(frame, found.daily);
  return toFittedMeans(panel, { frame, working, holidays, seasons, ...found }, (other) =>
    fitLayers(other, ways, learnt),
  );
}

type Round = {
  profiles: Profiles;
  covariates: CovariateEffects | null;
  levels: LevelPath[];
  smooth: Float64Array[];
  daily: DailyTotals[];
  levelTuning: LevelTuning;
};

type RoundStart = Ways & { tuning: Tuning | null; levels: readonly Float64Array[] };

/** Profile along the levels so far, then outside features, closures, and the levels anew. */
function fitRound(
  panel: Panel,
  frame: PanelFrame,
  working: readonly WorkingSeries[],
  { estimateProfiles, weekMemoryDays, tuning, levels }: RoundStart,
): Round {
  const totals = working.map((own, index) => cellTotals(frame, own, levels[index], weekMemoryDays));
  const profiles = tuning === null ? estimateProfiles(totals) : tuning.profiles.refit(totals);
  const { rates } = profiles;
  const covariates = applyCovariates(panel, frame, working, { rates, levels });
  for (const [index, own] of working.entries()) {
    const dayDispersion = tuning?.level.dayDispersions[index] ?? firstDayDispersion;
    markClosed(frame, own, rates[index], dayDispersion);
  }
  const daily = working.map((own, index) => dailyTotals(frame, own, rates[index]));
  const filtered = filterLevels(daily, tuning?.level);
  const smooth = smoothLevels(daily, filtered.tuning.dayDispersions);
  return { profiles, covariates, levels: filtered.levels, smooth, daily, levelTuning: filtered.tuning };
}

/** Finds the effects of outside features, and writes into each series what they multiply its hours by. */
function applyCovariates(
  { slots, series, covariates }: Panel,
  frame: PanelFrame,
  working: readonly WorkingSeries[],
  { rates, levels }: { rates: readonly Float64Array[]; levels: readonly Float64Array[] },
): CovariateEffects | null {
  if (covariates === null || covariates.names.length === 0) return null;
  const rateOf = (index: number, hour: number) => rates[index]?.[frame.cellOf[hour] ?? 0] ?? 0;
  const inputs = working.map((own, index) => ({
    seriesId: series[index]?.id ?? "",
    counts: own.counts,
    weights: own.usual,
    expected: own.counts.map(
      (_, hour) => rateOf(index, hour) * levelAt(levels[index], frame.dayOf[hour] ?? 0),
    ),
  }));
  const effects = fitCovariateEffects(slots, covariates, inputs);
  for (const [index, own] of working.entries()) {
    for (const [hour, slot] of slots.entries()) {
      const logFactor = effects.logFactors(index, slot).reduce((sum, value) => sum + value, 0);
      own.outside[hour] = Math.exp(logFactor);
    }
  }
  return effects;
}

function fitHolidays(
  frame: PanelFrame,
  working: readonly WorkingSeries[],
  { profiles, smooth: levels }: Pick<Round, "profiles" | "smooth">,
): HolidayEffects {
  const inputs = working.map((own, index) => ({
    counts: own.counts,
    weights: own.known,
    rates: profiles.rates[index] ?? new Float64Array(hoursOfWeek),
    multipliers: own.outside.map((factor, hour) => factor * levelAt(levels[index], frame.dayOf[hour] ?? 0)),
  }));
  return fitHolidayEffects(frame, inputs);
}

function toFittedMeans(panel: Panel, layers: Layers, refit: FittedMeans["refit"]): FittedMeans {
  const { frame, working, levels, profiles } = layers;
  return {
    means(series, slots) {
      const hours = new HourParts(layers, series);
      return Float64Array.from(slots, (slot) => hours.mean(slot));
    },
    refit,
    isOpen: (series, hour) => working[series]?.closed[frame.dayOf[hour] ?? 0] !== 1,
    openChance: (series, slot) => new HourParts(layers, series).openChance(slot),
    explain: (series, slot) => new HourParts(layers, series).parts(slot),
    parameters: (series) => ({
      level: levels[series]?.path.at(-1) ?? 1,
      memoryDays: levels[series]?.memoryDays ?? null,
      dayDispersion: levels[series]?.dayDispersion ?? null,
      weekRates: Array.from(profiles.rates[series] ?? [], (rate) => Number(rate.toPrecision(4))),
    }),
    basis: (series) => {
      const known = working[series]?.known.reduce((hours, weight) => hours + (weight > 0 ? 1 : 0), 0) ?? 0;
      const ownShare = known === 0 ? 0 : profiles.ownShare(series);
      const lender = panel.series[series]?.group ?? "all series";
      return {
        ownShare,
        ownWeeks: known / hoursOfWeek,
        borrowedFrom: ownShare > ownEnough ? null : lender,
      };
    },
  };
}
