import type { SharedError } from "#domain/forecasting/shared-error.ts";
import { type BalanceHour, type BalanceLimits, type EpisodeKind, findRuns } from "./find-episodes.ts";
import { type EpisodeHour, isEpisode, type MeasuredRun, measureRun } from "./measure-run.ts";
import { graver, type Severity, severityOf } from "./severity.ts";
import type { ImbalanceSettings } from "./weights.ts";

const hourMs = 3_600_000;

/** An episode that is open, as it is stored. */
export type OpenEpisode = {
  id: number;
  kind: EpisodeKind;
  startMs: number;
  endMs: number;
  severity: Severity;
  worstSeverity: Severity;
  hours: readonly EpisodeHour[];
};

/** filled: the gap was closed before; passed: its time came; gone: the forecast does not show it any more. */
export type Ending = "filled" | "passed" | "gone";

export type FollowedEpisode = MeasuredRun & {
  /** Null: it is new. */
  id: number | null;
  severity: Severity;
  worstSeverity: Severity;
};

type Grounds = {
  asOfMs: number;
  limits: BalanceLimits;
  settings: ImbalanceSettings;
  /** What the forecasts of hours err together. */
  shared: SharedError;
};

export type Followed = { current: FollowedEpisode[]; ended: { id: number; state: Ending }[] };

/**
 * What becomes of a subject's episodes as of an instant. A run of hours carries on the open episode that it has most hours in
 * common with, of several the older one; a run without one is raised at once, however far ahead it lies. An open
 * episode that nothing carries on has ended.
 *
 * @param hours of one subject that are still ahead, by time
 */
export function followEpisodes(
  hours: readonly BalanceHour[],
  open: readonly OpenEpisode[],
  { asOfMs, limits, settings, shared }: Grounds,
): Followed {
  const runs = findRuns(hours, open, limits, settings).map((run) => measureRun(run, settings, shared));
  const carried = carriedOn(runs, open);
  const current = runs.flatMap((run, at): FollowedEpisode[] => {
    const before = carried.get(at) ?? null;
    return isEpisode(run, before !== null, settings) ? [follow(run, before, asOfMs, settings)] : [];
  });
  const isGoingOn = new Set(current.map(({ id }) => id));
  const ended = open
    .filter(({ id }) => !isGoingOn.has(id))
    .map((episode) => ({ id: episode.id, state: endingOf(episode, hours, asOfMs) }));
  return { current, ended };
}

/** Which open episode each run (by its place) carries on. */
function carriedOn(runs: readonly MeasuredRun[], open: readonly OpenEpisode[]): Map<number, OpenEpisode> {
  const pairs = runs.flatMap((run, at) =>
    open
      .filter((episode) => episode.kind === run.kind)
      .map((episode) => ({ at, episode, common: commonMs(run, episode) })),
  );
  const carried = new Map<number, OpenEpisode>();
  const taken = new Set<number>();
  for (const { at, episode, common } of pairs.sort(
    (a, b) => b.common - a.common || a.episode.id - b.episode.id,
  )) {
    if (common <= 0 || carried.has(at) || taken.has(episode.id)) continue;
    carried.set(at, episode);
    taken.add(episode.id);
  }
  return carried;
}

type Stretch = { startMs: number; endMs: number };

const commonMs = (a: Stretch, b: Stretch) => Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);

function follow(
  run: MeasuredRun,
  before: OpenEpisode | null,
  asOfMs: number,
  settings: ImbalanceSettings,
): FollowedEpisode {
  // Hours that have passed belong to it all the same.
  const hasBegun = before !== null && before.startMs <= asOfMs;
  const startMs = hasBegun ? Math.min(before.startMs, run.startMs) : run.startMs;
  const hoursLeft = (startMs - asOfMs) / hourMs;
  const pressing = { unserved: run.sessions, probability: run.probability, hoursLeft };
  const severity =
    run.kind === "surplus" ? "info" : severityOf(pressing, before?.severity ?? null, settings.severity);
  const worstSeverity = before === null ? severity : graver(before.worstSeverity, severity);
  return { ...run, startMs, id: before?.id ?? null, severity, worstSeverity };
}

/**
 * Its last hour has begun: passed. Otherwise, in the same hours as before: filled where capacity has moved the gap more than
 * demand has, gone where demand did.
 */
function endingOf(episode: OpenEpisode, hours: readonly BalanceHour[], asOfMs: number): Ending {
  if (episode.endMs - hourMs <= asOfMs) return "passed";
  const now = new Map(hours.map((hour) => [hour.startMs, hour]));
  let byCapacity = 0;
  let byDemand = 0;
  for (const { startMs, capacity, demand } of episode.hours) {
    const hour = now.get(startMs);
    if (hour === undefined) continue;
    byCapacity += hour.capacity - capacity;
    byDemand += demand - hour.mean;
  }
  const sign = episode.kind === "shortage" ? 1 : -1;
  return sign * byCapacity > 0 && sign * byCapacity >= sign * byDemand ? "filled" : "gone";
}
