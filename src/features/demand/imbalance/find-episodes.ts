import type { PartlyKnownCount } from "../capacity/count-masses.ts";
import { type HourBalance, hourLimits, isShort, isSpare } from "../hour-state.ts";
import type { DemandSettings } from "../weights.ts";
import type { ImbalanceSettings } from "./weights.ts";

const hourMs = 3_600_000;

export type EpisodeKind = "shortage" | "surplus";

/** One hour ahead of a subject whose capacity is known. */
export type BalanceHour = {
  startMs: number;
  mean: number;
  law: PartlyKnownCount;
  capacity: number;
  shortageProbability: number;
  expectedUnserved: number;
};

/** Neighbouring hours of one kind; good hours between them are part of it. */
export type HourRun = { kind: EpisodeKind; hours: BalanceHour[] };

export type BalanceLimits = DemandSettings["balance"];

/** Hours of an episode that is open: they stay part of it for longer than others need to begin one. */
export type OpenStretch = { kind: EpisodeKind; startMs: number; endMs: number };

/**
 * Runs of hours with too little or too much capacity, in order; hour-state.ts says which hours those are. Runs that are at
 * most `bridgedHours` apart are one.
 *
 * @param hours of one subject, by time
 */
export function findRuns(
  hours: readonly BalanceHour[],
  open: readonly OpenStretch[],
  limits: BalanceLimits,
  settings: ImbalanceSettings,
): HourRun[] {
  return (["shortage", "surplus"] as const).flatMap((kind) => {
    const isIn = kind === "shortage" ? isShort : isSpare;
    const hourly = hourLimits(limits, settings);
    const stretches = open.filter((stretch) => stretch.kind === kind);
    const isOpenAt = ({ startMs }: BalanceHour) =>
      stretches.some((stretch) => stretch.startMs <= startMs && startMs < stretch.endMs);
    return joined(hours, (hour) => isIn(asked(hour), isOpenAt(hour), hourly), settings.bridgedHours).map(
      (run): HourRun => ({ kind, hours: run }),
    );
  });
}

const asked = ({ mean: demand, ...hour }: BalanceHour): HourBalance => ({ demand, ...hour });

function joined(
  hours: readonly BalanceHour[],
  isIn: (hour: BalanceHour) => boolean,
  bridgedHours: number,
): BalanceHour[][] {
  const runs: BalanceHour[][] = [];
  let between: BalanceHour[] = [];
  for (const hour of hours) {
    const run = runs.at(-1);
    const last = between.at(-1) ?? run?.at(-1);
    const isNext = last !== undefined && hour.startMs - last.startMs === hourMs;
    if (!isIn(hour)) {
      between = isNext || between.length === 0 ? [...between, hour] : [hour];
      continue;
    }
    if (run !== undefined && isNext && between.length <= bridgedHours) run.push(...between, hour);
    else runs.push([hour]);
    between = [];
  }
  return runs;
}
