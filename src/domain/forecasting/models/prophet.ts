import type { ForecastModel } from "../forecast-model.ts";
import type { HourSlot, Panel, PanelSeries } from "../panel.ts";
import { type FittedSeries, fitEachSeries } from "./fit-each-series.ts";
import { wallHourOf } from "./wall-clock-counts.ts";

/** A column beside the hours: holidays and outside features. */
export type ProphetRegressor = { name: string; values: number[] };

export type ProphetHours = {
  /** Seconds since 1970 by the clock on the wall. */
  seconds: number[];
  regressors: readonly ProphetRegressor[];
};

/** Facebook's Prophet, or a program that fits the same model. */
export type ProphetLibrary = {
  fitProphet(history: ProphetHours & { counts: number[] }): {
    predict(hours: ProphetHours): number[];
    /** Standard deviation of an hour around the curve, in starts. */
    noiseSd: number;
    /** Changes of the slope at each place where it may change: in starts for the length of the history. */
    slopeChanges: readonly number[];
  };
};

/** A slope and 25 places to change it need more hours than there are parameters. */
const leastHours = 2 * 168;
const hourSeconds = 3600;

/**
 * Prophet with the settings that it comes with (linear trend with changepoints, weekly and daily seasons by Fourier
 * terms), holidays of the training and outside features as regressors. Normal laws: noise, and slopes that go on
 * changing as often and as much as they did, by the variance of what the program would draw. It takes counts for numbers
 * of any kind: a comparison.
 * @see Taylor and Letham, Forecasting at Scale, The American Statistician 72 (2018)
 */
export function prophet(library: ProphetLibrary): ForecastModel {
  return {
    kind: "prophet",
    title: "Prophet",
    fit: (panel) => fitEachSeries(panel, (series) => fitSeries(library, panel, series)),
  };
}

function fitSeries(library: ProphetLibrary, panel: Panel, series: PanelSeries): FittedSeries | null {
  const hours = [...panel.slots.keys()].filter(
    (hour) => !Number.isNaN(series.counts[hour]) && (series.weights[hour] ?? 0) > 0,
  );
  const slots = hours.flatMap((hour) => panel.slots[hour] ?? []);
  const counts = hours.map((hour) => series.counts[hour] ?? 0);
  const last = slots.at(-1);
  // Of a series that never changes there is nothing to fit, and the program stops.
  if (last === undefined || slots.length < leastHours || new Set(counts).size < 2) return null;
  const columns = columnsOf(panel, series.id, slots);
  const rowsOf = (of: readonly HourSlot[]): ProphetHours => ({
    seconds: of.map((slot) => wallHourOf(slot) * hourSeconds),
    regressors: columns.map(({ name, read }) => ({ name, values: of.map(read) })),
  });
  const fitted = library.fitProphet({ ...rowsOf(slots), counts });
  const [first] = slots;
  const lastHour = wallHourOf(last);
  const span = lastHour - wallHourOf(first ?? last);
  return {
    parameters: { noiseSd: fitted.noiseSd, regressors: columns.map(({ name }) => name) },
    predict(ahead) {
      const means = fitted.predict(rowsOf(ahead));
      return ahead.map((slot, at) => ({
        mean: means[at] ?? Number.NaN,
        sd: Math.sqrt(
          fitted.noiseSd ** 2 + trendVariance(fitted.slopeChanges, (wallHourOf(slot) - lastHour) / span),
        ),
      }));
    },
  };
}

type Column = { name: string; read(slot: HourSlot): number };

/** Holidays that the training holds, and outside features that vary in it; one that is not known is at its mean. */
function columnsOf({ covariates }: Panel, seriesId: string, slots: readonly HourSlot[]): Column[] {
  const holidays = new Set(slots.flatMap(({ holiday }) => holiday ?? []));
  const ofHolidays = [...holidays].map(
    (name): Column => ({ name, read: ({ holiday }) => (holiday === name ? 1 : 0) }),
  );
  const ofFeatures = (covariates?.names ?? []).flatMap((name): Column[] => {
    const known = (slot: HourSlot) => covariates?.valueAt(name, seriesId, slot.startMs) ?? Number.NaN;
    const values = slots.map(known).filter((value) => !Number.isNaN(value));
    if (new Set(values).size < 2) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [{ name: `feature ${name}`, read: (slot) => withDefault(known(slot), mean) }];
  });
  return [...ofHolidays, ...ofFeatures];
}

const withDefault = (value: number, other: number) => (Number.isNaN(value) ? other : value);

/**
 * Variance of a trend t histories ahead. The program draws changes of slope by a Poisson process, as many to a history
 * as there are places for them (S), each by a Laplace law with the mean size λ of those found: S · 2λ² · ∫(t − s)² ds.
 */
function trendVariance(slopeChanges: readonly number[], t: number): number {
  const places = slopeChanges.length;
  if (places === 0 || t <= 0) return 0;
  const size = slopeChanges.reduce((sum, change) => sum + Math.abs(change), 0) / places;
  return (2 / 3) * places * size ** 2 * t ** 3;
}
