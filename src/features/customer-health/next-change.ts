import { dayMs } from "#domain/time/day-ms.ts";
import { measuredTimeMs, saturationTimeMs } from "./component-scores.ts";
import type { HealthFeatures } from "./features.ts";
import { idleFromMs } from "./ladder.ts";
import type { HealthRecords } from "./records.ts";
import type { HealthSettings } from "./weights.ts";

/**
 * The next instant after `asOfMs` at which the passing of time alone can change a score, its tier, flags or what is
 * kept with them; null if there is none. An instant that is not after `asOfMs` means: with every moment (the
 * velocity of a young customer). Until that instant the answer stays the same, so that it need not be kept fresh.
 */
export function nextChangeAt(
  records: HealthRecords,
  features: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
): number | null {
  const velocityChangesMs = velocityChangesAt(features, asOfMs, settings);
  if (velocityChangesMs !== null && velocityChangesMs <= asOfMs) return velocityChangesMs;
  const { overrides, nudges } = settings;
  const idleMs = idleFromMs(features);
  return earliestAfter(asOfMs, [
    velocityChangesMs,
    records.nextRecordChangeAtMs,
    records.deletedAtMs,
    ...windowEnds(records, settings),
    ...goalInstants(records),
    idleMs + overrides.idleDays * dayMs,
    idleMs + overrides.lapsedDays * dayMs,
    features.goal?.completedAtMs == null ? null : features.goal.completedAtMs + overrides.goalDays * dayMs,
    records.signedUpAtMs + nudges.earlyDays * dayMs,
  ]);
}

/**
 * The same for a customer without a score, of whom only the last session is kept. The ends of windows count here
 * too: behind them other records are looked at, and so another instant may be the next.
 */
export function nextChangeOfUnscored(
  records: HealthRecords,
  lastSessionAtMs: number | null,
  asOfMs: number,
  settings: HealthSettings,
): number | null {
  const { overrides, nudges } = settings;
  const idleMs = lastSessionAtMs ?? records.signedUpAtMs;
  return earliestAfter(asOfMs, [
    records.signedUpAtMs,
    records.deletedAtMs,
    records.nextRecordChangeAtMs,
    ...windowEnds(records, settings),
    idleMs + overrides.idleDays * dayMs,
    idleMs + overrides.lapsedDays * dayMs,
    records.signedUpAtMs + nudges.earlyDays * dayMs,
  ]);
}

function windowEnds(records: HealthRecords, settings: HealthSettings): number[] {
  const sessionWindows = new Set([
    settings.velocity.windowDays,
    settings.consistency.windowDays,
    settings.consistency.changeWindowDays,
  ]);
  const callWindowMs = settings.calls.windowDays * dayMs;
  const ends = records.calls.map(({ atMs }) => atMs + callWindowMs);
  for (const days of sessionWindows)
    for (const { atMs } of records.recentSessions) ends.push(atMs + days * dayMs);
  return ends;
}

function goalInstants({ goals }: HealthRecords): (number | null)[] {
  return goals.flatMap(({ createdAtMs, completedAtMs }) => [createdAtMs, completedAtMs]);
}

/**
 * When a young customer's velocity next changes with age: at the least age; when so many sessions no longer make
 * the benchmark; from then on with every moment, up to the length of the window.
 */
function velocityChangesAt(
  features: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
): number | null {
  if (features.recentSessionIds.length === 0) return null;
  const { signedUpAtMs } = features;
  const saturationMs = saturationTimeMs(features, settings);
  const windowMs = settings.velocity.windowDays * dayMs;
  const minimumMs = settings.velocity.minimumAgeDays * dayMs;
  const startsToFallMs = Math.max(saturationMs, minimumMs);
  if (startsToFallMs >= windowMs || measuredTimeMs(features, asOfMs, settings) >= windowMs) return null;
  return signedUpAtMs + startsToFallMs;
}

/** The earliest of the instants after `asOfMs`. */
export function earliestAfter(asOfMs: number, instants: readonly (number | null)[]): number | null {
  let earliest: number | null = null;
  for (const instant of instants)
    if (instant !== null && instant > asOfMs && (earliest === null || instant < earliest)) earliest = instant;
  return earliest;
}
