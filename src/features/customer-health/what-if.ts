import { dayMs } from "#domain/time/day-ms.ts";
import type { HealthFeatures } from "./features.ts";
import { idleFromMs, type Tier, tiers } from "./ladder.ts";
import type { HealthScore } from "./score.ts";
import { scoreFeatures } from "./score.ts";
import type { HealthSettings } from "./weights.ts";

/** One customer whose tier would be another. */
export type WhatIfMove = {
  customerId: number;
  from: Tier;
  to: Tier;
  scoreBefore: number;
  scoreAfter: number;
};

export type WhatIfCell = { from: Tier; to: Tier; customers: number };

/** What other settings would do, counted over the customers that were looked at. */
export type WhatIfCounts = {
  examined: number;
  changed: number;
  worsened: number;
  improved: number;
  /** Score changes of at least a point, also within a tier. */
  scoreMoved: number;
  /** Customers by tier before and after; every pair of tiers once. */
  cells: WhatIfCell[];
};

/** Counts what other settings would do, customer by customer, and keeps the `keep` largest moves. */
export function createWhatIfTally(keep: number) {
  const cells = new Map<string, number>();
  let examined = 0;
  let scoreMoved = 0;
  let moves: WhatIfMove[] = [];
  return {
    add(customerId: number, before: HealthScore, after: HealthScore): void {
      examined++;
      if (before.score !== after.score) scoreMoved++;
      const pair = `${before.tier} ${after.tier}`;
      cells.set(pair, (cells.get(pair) ?? 0) + 1);
      if (before.tier === after.tier) return;
      const [scoreBefore, scoreAfter] = [before.score, after.score];
      moves.push({ customerId, from: before.tier, to: after.tier, scoreBefore, scoreAfter });
      if (moves.length >= 2 * keep + 1_000) moves = largest(moves, keep);
    },
    counts: (): WhatIfCounts => ({ examined, scoreMoved, ...countMoves(cells) }),
    moves: (): WhatIfMove[] => largest(moves, keep),
  };
}

function countMoves(counted: ReadonlyMap<string, number>) {
  const cells = tiers.flatMap((from) =>
    tiers.map((to) => ({ from, to, customers: counted.get(`${from} ${to}`) ?? 0 })),
  );
  const sum = (isCounted: (rise: number) => boolean) =>
    cells.reduce((total, cell) => total + (isCounted(rise(cell)) ? cell.customers : 0), 0);
  return {
    cells,
    changed: sum((by) => by !== 0),
    worsened: sum((by) => by < 0),
    improved: sum((by) => by > 0),
  };
}

function rise({ from, to }: { from: Tier; to: Tier }): number {
  return tiers.indexOf(to) - tiers.indexOf(from);
}

// By tiers, then by points, then by id: the same question gets the same pages.
function largest(moves: WhatIfMove[], keep: number): WhatIfMove[] {
  const points = ({ scoreBefore, scoreAfter }: WhatIfMove) => Math.abs(scoreAfter - scoreBefore);
  return moves
    .sort(
      (a, b) => Math.abs(rise(b)) - Math.abs(rise(a)) || points(b) - points(a) || a.customerId - b.customerId,
    )
    .slice(0, keep);
}

/**
 * A customer's stored features as they count under other settings of the same windows. Whether the calls are enough
 * for critical is answered by their number; `isBooked` is asked where nobody had to know so far.
 */
export function featuresUnder(
  features: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
  isBooked: boolean | null,
): HealthFeatures {
  const isEnough = features.calls.length >= settings.overrides.criticalCalls;
  return {
    ...features,
    callsCriticalSinceMs: isEnough ? (features.callsCriticalSinceMs ?? asOfMs) : null,
    booked: features.booked ?? isBooked,
  };
}

/** Whether a customer would be idle, and nobody knows yet whether a session is booked. */
export function needsBooking(
  features: HealthFeatures,
  asOfMs: number,
  { overrides }: HealthSettings,
): boolean {
  const idleDays = Math.min(overrides.idleDays, overrides.lapsedDays);
  return features.booked === null && asOfMs - idleFromMs(features) >= idleDays * dayMs;
}

/** Score and tier of stored features under other settings of the same windows. */
export function scoreUnder(
  features: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
  isBooked: boolean | null,
): HealthScore {
  return scoreFeatures(featuresUnder(features, asOfMs, settings, isBooked), asOfMs, settings);
}
