import type { Trx } from "#db/transaction.ts";
import type { HealthComponent, RiskTier } from "#domain/customers/risk-tier.ts";

/** What a customer's health says, as far as a suggestion needs it; texts may be written when they are read. Times are epoch milliseconds. */
export type HealthSituation = {
  /** What each component takes from 100, worst first, in a sentence with its figures. */
  reasons: readonly { component: HealthComponent; points: number; score: number; readonly text: string }[];
  /** Red flags and nudges that hold, the gravest first. */
  flags: readonly { code: string; readonly text: string; sinceMs: number }[];
  /** Reasons of the calls to support within the window, oldest first. */
  callReasons: readonly string[];
  tutorChanges: number;
  /** The primary goal is completed and no newer one exists. */
  isGoalOpenEnded: boolean;
};

/** A customer for whom something may be suggested. */
export type CustomerSituation = HealthSituation & {
  tier: RiskTier | null;
  monthlySpendCents: number | null;
};

/** A row of customer_health_scores, as far as it is put into words. jsonb as it was parsed. */
export type ScoredRow = {
  score: number | null;
  tier: RiskTier | null;
  forced_by: string | null;
  first_session: number | null;
  velocity: number | null;
  inbound_calls: number | null;
  goals: number | null;
  tutor_consistency: number | null;
  flags: unknown;
  features: unknown;
};

/** Puts stored scores into situations as of an instant, in the order of `rows`. Given by the registry. */
export type DescribeHealth = (trx: Trx, rows: readonly ScoredRow[], asOf: Date) => Promise<HealthSituation[]>;
