import type { HolidayClass } from "../calendar.ts";
import type { PanelFrame } from "../panel-frame.ts";

/** One series as the layer of holidays sees it. */
export type HolidayInput = {
  counts: Float64Array;
  weights: Float64Array;
  /** Starts an hour by hour of the week, at level 1. */
  rates: Float64Array;
  /** What the rates are multiplied by in each hour: level and outside features. */
  multipliers: Float64Array;
};

/** How a holiday differs from the day of the week that it falls on. */
export type HolidayEffect = {
  /** How far its hours are like a Sunday's: 0 not at all, 1 wholly. */
  sundayShare: number;
  /** What its hours are multiplied by. */
  factor: number;
  /** Series and days that it was learnt from. */
  seenDays: number;
};

export type HolidayEffects = {
  /** Effect of a holiday on a series: its own, as far as it was seen; else that of all holidays, half of it. */
  of(series: number, holiday: string, holidayClass: HolidayClass): HolidayEffect;
};

const sundayShares = [0, 0.25, 0.5, 0.75, 1];
/** Standard deviation of ln factor: between holidays, and of one holiday between series. */
const [betweenHolidays, betweenSeries] = [0.5, 0.25];
/** Common noise of a single day: the same holiday of two years does not come out alike. */
const dayNoise = 0.1;

/** Before any was seen: a full holiday is halfway between its weekday and a Sunday. */
const unseen: Record<HolidayClass, HolidayEffect> = {
  full: { sundayShare: 0.5, factor: 1, seenDays: 0 },
  partial: { sundayShare: 0.1, factor: 1, seenDays: 0 },
};

type Tally = { counts: number; expected: number[]; days: number };

/**
 * Effects of holidays, shared over series: each holiday's hours are a mixture of its weekday's and a Sunday's, times
 * a factor. Mixture and factor are found for each holiday over all series together; the factor of a series is shrunk to
 * its holiday's. A holiday that was never seen gets the mean of its class.
 */
export function fitHolidayEffects(frame: PanelFrame, inputs: readonly HolidayInput[]): HolidayEffects {
  const tallies = inputs.map((input) => tallyHolidays(frame, input));
  const names = [...new Set(frame.holidayOfDay.filter((name) => name !== null))];
  const shared = new Map(names.map((name) => [name, sharedEffect(tallies.map((own) => own.get(name)))]));
  const partial = usualEffect("partial", frame, shared, unseen.partial);
  // What most keep changes a day at least as much as what some keep.
  const leastFull = { ...unseen.full, factor: Math.min(1, partial.factor) };
  const usual = { full: usualEffect("full", frame, shared, leastFull), partial };
  return {
    of(series, holiday, holidayClass) {
      const effect = shared.get(holiday);
      if (effect === undefined || effect.seenDays === 0) return usual[holidayClass];
      return ownEffect(tallies[series]?.get(holiday), effect);
    },
  };
}

const mixedRate = (rates: Float64Array, cell: number, sundayShare: number) =>
  (1 - sundayShare) * (rates[cell] ?? 0) + sundayShare * (rates[cell % 24] ?? 0);

/** For each holiday: starts, and what each share of Sunday expects; hour by hour likelihood is what decides the share. */
function tallyHolidays(
  frame: PanelFrame,
  input: HolidayInput,
): Map<string, Tally & { logLikelihoods: number[] }> {
  const tallies = new Map<string, Tally & { logLikelihoods: number[] }>();
  const days = new Map<string, Set<number>>();
  for (let hour = 0; hour < frame.hours; hour++) {
    const day = frame.dayOf[hour] ?? 0;
    const name = frame.holidayOfDay[day];
    const weight = input.weights[hour] ?? 0;
    if (name === null || name === undefined || weight === 0) continue;
    const tally = tallies.get(name) ?? {
      counts: 0,
      expected: sundayShares.map(() => 0),
      days: 0,
      logLikelihoods: sundayShares.map(() => 0),
    };
    days.set(name, (days.get(name) ?? new Set()).add(day));
    addHour(tally, input, { hour, cell: frame.cellOf[hour] ?? 0, weight });
    tallies.set(name, tally);
  }
  for (const [name, tally] of tallies) tally.days = days.get(name)?.size ?? 0;
  return tallies;
}

function addHour(
  tally: Tally & { logLikelihoods: number[] },
  { counts, rates, multipliers }: HolidayInput,
  { hour, cell, weight }: { hour: number; cell: number; weight: number },
): void {
  const count = (counts[hour] ?? 0) * weight;
  tally.counts += count;
  sundayShares.forEach((share, at) => {
    const expected = mixedRate(rates, cell, share) * (multipliers[hour] ?? 1) * weight;
    tally.expected[at] = (tally.expected[at] ?? 0) + expected;
    if (expected > 0) tally.logLikelihoods[at] = (tally.logLikelihoods[at] ?? 0) + count * Math.log(expected);
  });
}

/** The share by the likelihood of how counts lie over the hours (multinomial, so that the factor has no part in it). */
function sharedEffect(
  tallies: readonly ((Tally & { logLikelihoods: number[] }) | undefined)[],
): HolidayEffect {
  const known = tallies.filter((tally) => tally !== undefined);
  const merits = sundayShares.map((_, at) =>
    known.reduce((sum, { counts, expected, logLikelihoods }) => {
      const total = expected[at] ?? 0;
      return total > 0 ? sum + (logLikelihoods[at] ?? 0) - counts * Math.log(total) : sum;
    }, 0),
  );
  const best = merits.reduce((top, merit, at) => (merit > (merits[top] ?? 0) ? at : top), 0);
  const counts = known.reduce((sum, tally) => sum + tally.counts, 0);
  const expected = known.reduce((sum, tally) => sum + (tally.expected[best] ?? 0), 0);
  const seenDays = known.reduce((most, { days }) => Math.max(most, days), 0);
  if (expected <= 0) return { sundayShare: 0, factor: 1, seenDays: 0 };
  const noise = 1 / (counts + 1) + dayNoise ** 2 / seenDays;
  const shrinkage = betweenHolidays ** 2 / (betweenHolidays ** 2 + noise);
  const factor = Math.exp(shrinkage * Math.log((counts + 0.5) / (expected + 0.5)));
  return { sundayShare: sundayShares[best] ?? 0, factor, seenDays };
}

/** The mean of the holidays of a class that were seen, and of what is believed of one before any was. */
function usualEffect(
  holidayClass: HolidayClass,
  { classOfHoliday }: PanelFrame,
  shared: ReadonlyMap<string, HolidayEffect>,
  beforeAny: HolidayEffect,
): HolidayEffect {
  const seen = [...shared].filter(
    ([name, { seenDays }]) => seenDays > 0 && classOfHoliday.get(name) === holidayClass,
  );
  const all = [...seen.map(([, effect]) => effect), beforeAny];
  const mean = (value: (effect: HolidayEffect) => number) =>
    all.reduce((sum, effect) => sum + value(effect), 0) / all.length;
  return {
    sundayShare: mean(({ sundayShare }) => sundayShare),
    factor: Math.exp(mean(({ factor }) => Math.log(factor))),
    seenDays: 0,
  };
}

function ownEffect(tally: Tally | undefined, shared: HolidayEffect): HolidayEffect {
  if (tally === undefined) return shared;
  const expected = shared.factor * (tally.expected[sundayShares.indexOf(shared.sundayShare)] ?? 0);
  const noise = 1 / (expected + 1) + dayNoise ** 2 / tally.days;
  const shrinkage = betweenSeries ** 2 / (betweenSeries ** 2 + noise);
  const own = Math.exp(shrinkage * Math.log((tally.counts + 0.5) / (expected + 0.5)));
  return { ...shared, factor: shared.factor * own };
}

/** What the rate of an hour of the week is multiplied by on a holiday. */
export function holidayMultiplier(
  rates: Float64Array,
  cell: number,
  { sundayShare, factor }: HolidayEffect,
): number {
  const usual = rates[cell] ?? 0;
  return usual > 0 ? (factor * mixedRate(rates, cell, sundayShare)) / usual : factor;
}
