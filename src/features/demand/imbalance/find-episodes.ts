import type { PartlyKnownCount } from "../capacity/count-masses.ts";
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

export type BalanceLimits = { shortageBelow: number; surplusAbove: number };

/** Hours of an episode that is open: they stay part of it for longer than others need to begin one. */
export type OpenStretch = { kind: EpisodeKind; startMs: number; endMs: number };

/** Capacity by demand. Without any demand there is no balance to speak of. */
export function balanceOf({ capacity, mean }: Pick<BalanceHour, "capacity" | "mean">): number | null {
  return mean > 0 ? capacity / mean : null;
}

/**
 * Runs of hours with too little or too much capacity, in order. An hour is short where its balance lies under the limit and
 * demand is probably more than can be served; within an episode that is open, a balance that is a tenth better and a
 * smaller probability are enough, so that nothing flickers between two runs of the forecast. Runs that are at most
 * `bridgedHours` apart are one.
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
    const stretches = open.filter((stretch) => stretch.kind === kind);
    const isOpenAt = ({ startMs }: BalanceHour) =>
      stretches.some((stretch) => stretch.startMs <= startMs && startMs < stretch.endMs);
    return joined(hours, (hour) => isIn(hour, isOpenAt(hour), limits, settings), settings.bridgedHours).map(
      (run): HourRun => ({ kind, hours: run }),
    );
  });
}

type Test = (
  hour: BalanceHour,
  isOpen: boolean,
  limits: BalanceLimits,
  settings: ImbalanceSettings,
) => boolean;

const isShort: Test = (hour, isOpen, { shortageBelow }, { hourProbability, keepMargin }) => {
  const balance = balanceOf(hour);
  if (balance === null) return false;
  const limit = isOpen ? shortageBelow * (1 + keepMargin) : shortageBelow;
  return (
    balance < limit && hour.shortageProbability >= (isOpen ? hourProbability.keep : hourProbability.open)
  );
};

const isSpare: Test = (hour, isOpen, { surplusAbove }, { keepMargin }) => {
  const balance = balanceOf(hour);
  return balance !== null && balance > (isOpen ? surplusAbove * (1 - keepMargin) : surplusAbove);
};

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
