import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";

/** Something that ought to be done, as a rule finds it. */
export type Need = {
  /** Names the need for good, such as `shortage:12`: one need has one recommendation. */
  fingerprint: string;
  /** What is to be done, such as `ask_tutors`; shown and filtered by. */
  kind: string;
  entity: { kind: "subject" | "customer" | "tutor"; id: string } | null;
  episodeId: number | null;
  /** The action, in an imperative sentence without its end. */
  title: string;
  /** Why, with the figures. */
  reason: string;
  /** What the action is expected to bring. */
  sessions: number | null;
  centsLow: number | null;
  centsHigh: number | null;
  /** Higher comes first, over all rules: expected cents, more where time is short. */
  priority: number;
  /** How sure it is that the need is real and the action helps, 0 to 1. */
  confidence: number | null;
  /** After this the action comes too late. */
  deadline: Date | null;
  /** Figures that the outcome is measured against, and whom to ask. */
  details: Readonly<Record<string, unknown>>;
};

/** A recommendation that somebody accepted, for its rule to measure. */
export type Accepted = {
  id: number;
  fingerprint: string;
  episodeId: number | null;
  sessions: number | null;
  /** The need's details when it was accepted. */
  baseline: Readonly<Record<string, unknown>>;
  acceptedAt: Date;
};

/** What came of an accepted recommendation. */
export type Outcome = {
  sessions: number;
  cents: number | null;
  said: string;
  details: Readonly<Record<string, unknown>>;
};

/** A rule that makes recommendations. Add one to registry/recommendation-rules.ts. */
export type RecommendationRule = {
  /** Short and stable: it is stored with every recommendation. */
  name: string;
  /** As people read it. */
  title: string;
  /** Days after a decision for which the same need stays quiet; null: for good. */
  quietDays: number | null;
  /** Every need there is as of an instant: what is not among them any more has passed. */
  find(db: Database, asOf: Date): Promise<Need[]>;
  /** What came of an accepted one, beside what was expected; null while it is too early to say. */
  measure(db: Database | Trx, accepted: Accepted, asOf: Date): Promise<Outcome | null>;
};
