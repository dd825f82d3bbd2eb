import { type ComponentScores, scoreComponents, weightedMean } from "./component-scores.ts";
import { type HealthFeatures, measureFeatures } from "./features.ts";
import { type Flag, findFlags, forceTier, type Tier, tierOfScore } from "./ladder.ts";
import { nextChangeAt, nextChangeOfUnscored } from "./next-change.ts";
import type { HealthRecords } from "./records.ts";
import type { HealthSettings } from "./weights.ts";

/**
 * To be raised with every change after which the same records give another result: stored scores of an earlier
 * formula are then computed again. golden.test.ts notices a change that forgot it.
 */
export const formulaVersion = 2;

export type UnscoredReason = "removed" | "paused" | "closed" | "not_signed_up";

export type HealthScore = {
  components: ComponentScores;
  /** Whole number from 0 to 100. */
  score: number;
  /** The tier after the ladder of overrides. */
  tier: Tier;
  /** The tier of the score by itself. */
  scoreTier: Tier;
  /** What made the two differ, and since when. */
  forcedBy: Flag | null;
  flags: Flag[];
  /** The share of the weights whose components are there, 0 to 1. */
  confidence: number;
};

/** A customer's health as of an instant, scored or not, with what it was computed from. */
export type CustomerHealth = {
  customerId: number;
  lastSessionAtMs: number | null;
  nextChangeAtMs: number | null;
} & (
  | { unscoredReason: null; scored: HealthScore; features: HealthFeatures }
  | { unscoredReason: UnscoredReason; scored: null; features: null }
);

/** Computes one customer's health as of `asOfMs` (epoch milliseconds) from the records known then. */
export function scoreCustomer(
  records: HealthRecords,
  asOfMs: number,
  settings: HealthSettings,
): CustomerHealth {
  const last = records.recentSessions.at(-1) ?? records.previousSession;
  const who = { customerId: records.customerId, lastSessionAtMs: last?.atMs ?? null };
  const unscoredReason = reasonForNoScore(records, asOfMs);
  if (unscoredReason !== null) {
    const nextChangeAtMs = nextChangeOfUnscored(records, who.lastSessionAtMs, asOfMs, settings);
    return { ...who, unscoredReason, scored: null, features: null, nextChangeAtMs };
  }
  const features = measureFeatures(records, asOfMs, settings);
  const scored = scoreFeatures(features, asOfMs, settings);
  const nextChangeAtMs = nextChangeAt(records, features, asOfMs, settings);
  return { ...who, unscoredReason, scored, features, nextChangeAtMs };
}

/**
 * Score and tier of features: the mean of the components that are there by weight, rounded half up, and the ladder
 * of overrides above it. For what-if, features that are stored may be scored with other weights and limits; other
 * windows need the records.
 */
export function scoreFeatures(
  features: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
): HealthScore {
  const components = scoreComponents(features, asOfMs, settings);
  const { mean, presentWeight } = weightedMean(components, settings.weights);
  const score = roundHalfUp(mean);
  const scoreTier = tierOfScore(score, settings);
  const flags = findFlags(features, asOfMs, settings);
  const { tier, forcedBy } = forceTier(scoreTier, flags);
  return { components, score, tier, scoreTier, forcedBy, flags, confidence: presentWeight };
}

function reasonForNoScore(records: HealthRecords, asOfMs: number): UnscoredReason | null {
  if (records.deletedAtMs !== null && records.deletedAtMs <= asOfMs) return "removed";
  if (records.status !== "active") return records.status;
  return records.signedUpAtMs > asOfMs ? "not_signed_up" : null;
}

// A mean that is 70.5 on paper may be 70.49999999999999 in floating point.
function roundHalfUp(mean: number): number {
  return Math.floor(mean + 0.5 + 1e-9);
}
