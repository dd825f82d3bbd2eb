import type { ComponentScores } from "./component-scores.ts";
import type { HealthFeatures } from "./features.ts";
import type { Flag, FlagCode } from "./ladder.ts";
import { explainScore, flagText, type MissingComponent, type Reason } from "./reasons.ts";
import type { HealthSettings } from "./weights.ts";

/** A row of customer_health_scores as far as it is put into words. jsonb as it was parsed. */
export type StoredHealth = {
  score: number | null;
  tier: string | null;
  forced_by: string | null;
  flags: unknown;
  features: unknown;
} & ComponentScores;

/** Texts are written when they are read: of everybody, few are. */
export type HealthInWords = {
  /** Each component's points below 100, worst first, in a sentence. */
  reasons: Reason[];
  missing: MissingComponent[];
  flags: { code: FlagCode; readonly text: string; readonly since: string }[];
  /** What forces the tier, with its figures: "2 calls in 14 days". */
  readonly forcedText: string | null;
  /** Calls to support within the window of the score; null without a score. */
  callsInWindow: number | null;
};

const nothing: HealthInWords = { reasons: [], missing: [], flags: [], forcedText: null, callsInWindow: null };

/**
 * A stored score in words. `asOf` is now: between two computations only the days that have passed differ, and
 * those are counted to now.
 */
export function explainStoredHealth(row: StoredHealth, asOf: Date, settings: HealthSettings): HealthInWords {
  if (row.score === null || row.features === null) return nothing;
  const features = row.features as HealthFeatures;
  const asOfMs = asOf.getTime();
  const components = {
    first_session: row.first_session,
    velocity: row.velocity,
    inbound_calls: row.inbound_calls,
    goals: row.goals,
    tutor_consistency: row.tutor_consistency,
  };
  const { reasons, missing } = explainScore(features, { components }, asOfMs, settings);
  const flags = storedFlags(row);
  const forcing = flags.find(({ code }) => code === row.forced_by);
  return {
    reasons,
    missing,
    flags: flags.map(({ code, sinceMs }) => ({
      code,
      get text() {
        return flagText(code, features, asOfMs, settings);
      },
      get since() {
        return new Date(sinceMs).toISOString();
      },
    })),
    get forcedText() {
      return forcing ? flagText(forcing.code, features, asOfMs, settings) : null;
    },
    callsInWindow: features.calls.length,
  };
}

/** The flags of a stored score, in the order of `flags` of its words. */
export function storedFlags({ score, features, flags }: StoredHealth): readonly Flag[] {
  return score === null || features === null ? [] : ((flags ?? []) as Flag[]);
}
