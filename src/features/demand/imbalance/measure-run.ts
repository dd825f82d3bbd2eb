import { expectedExcess } from "#domain/forecasting/count-moments.ts";
import { type DayOfSeries, type SharedError, sharedVariance } from "#domain/forecasting/shared-error.ts";
import { balanceOf } from "../hour-state.ts";
import { probabilityOfUnserved, unservedOver, unservedQuantile } from "./episode-size.ts";
import type { BalanceHour, EpisodeKind, HourRun } from "./find-episodes.ts";
import type { ImbalanceSettings } from "./weights.ts";

const hourMs = 3_600_000;

/** What an hour of an episode came to when it was looked at last. */
export type EpisodeHour = { startMs: number; demand: number; capacity: number; unserved: number };

/** Sizes of a run of hours; sessions. */
export type MeasuredRun = {
  kind: EpisodeKind;
  startMs: number;
  endMs: number;
  worstHourMs: number;
  worstBalance: number | null;
  /** Most sessions that an hour's mean demand has over its capacity: a tutor holds one an hour. */
  tutorsMissing: number;
  /** Of a surplus: sessions that could be held and are not asked for. */
  sessions: number;
  low: number;
  high: number;
  /** That at least `unserved.keep` sessions go unserved; of a surplus 1. */
  probability: number;
  hours: EpisodeHour[];
};

/** The size of a shortage: what goes unserved over its hours, by the laws of their demand. Of a surplus: what is spare. */
export function measureRun(
  { kind, hours }: HourRun,
  settings: ImbalanceSettings,
  shared: SharedError,
): MeasuredRun {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("a run has at least one hour");
  const weigh = kind === "shortage" ? (hour: BalanceHour) => hour.expectedUnserved : spareOf;
  const worst = hours.reduce((a, b) => (weigh(b) > weigh(a) ? b : a));
  const common = {
    kind,
    startMs: first.startMs,
    endMs: last.startMs + hourMs,
    worstHourMs: worst.startMs,
    worstBalance: balanceOf(worst.capacity, worst.mean),
    tutorsMissing:
      kind === "shortage" ? Math.max(0, ...hours.map(({ mean, capacity }) => mean - capacity)) : 0,
    hours: hours.map(({ startMs, mean, capacity, expectedUnserved }) => ({
      startMs,
      demand: mean,
      capacity,
      unserved: expectedUnserved,
    })),
  };
  if (kind === "surplus") {
    const spare = hours.reduce((sum, hour) => sum + spareOf(hour), 0);
    return { ...common, sessions: spare, low: spare, high: spare, probability: 1 };
  }
  const law = unservedOver(hours, sharedOf(hours, shared));
  return {
    ...common,
    sessions: law.mean,
    low: unservedQuantile(law, settings.range.lower),
    high: unservedQuantile(law, settings.range.upper),
    probability: probabilityOfUnserved(law, settings.unserved.keep),
  };
}

/** The variance of the rates' errors that hours have in common, the mean over their pairs; a day is 24 hours from the first. */
function sharedOf(hours: readonly BalanceHour[], shared: SharedError): number {
  const firstMs = hours[0]?.startMs ?? 0;
  const days = [...Map.groupBy(hours, ({ startMs }) => Math.floor((startMs - firstMs) / (24 * hourMs)))].map(
    ([day, own]): DayOfSeries => ({
      series: "",
      day,
      sum: own.reduce((sum, { law }) => sum + law.mean, 0),
      squares: own.reduce((sum, { law }) => sum + law.mean ** 2, 0),
    }),
  );
  const pairs =
    days.reduce((sum, day) => sum + day.sum, 0) ** 2 - days.reduce((sum, day) => sum + day.squares, 0);
  return pairs > 0 ? sharedVariance(days, shared) / pairs : 0;
}

/** E[max(0, capacity − demand)] = capacity − mean + E[max(0, demand − capacity)]. */
export function spareOf({ law, capacity }: BalanceHour): number {
  return capacity - law.known - law.mean + expectedExcess(law, capacity);
}

/** Whether a run is large and probable enough to be raised, or to be kept where it is open. */
export function isEpisode(
  { kind, sessions, probability }: MeasuredRun,
  isOpen: boolean,
  settings: ImbalanceSettings,
): boolean {
  const step = isOpen ? "keep" : "open";
  if (kind === "surplus") return sessions >= settings.spare[step];
  return sessions >= settings.unserved[step] && probability >= settings.probability[step];
}
