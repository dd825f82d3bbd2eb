import type { RiskTier } from "#domain/customers/risk-tier.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { centsAtRisk } from "./effect.ts";
import { proposalChangesMs, type Urgency } from "./rules.ts";
import type { HealthSituation } from "./situation.ts";
import { proposeAction } from "./suggest.ts";
import type { InterventionSettings } from "./weights.ts";

/** Raise it whenever the same facts would be given another place: the queue is then put together anew. */
export const queueRulesVersion = 1;

/** What decides whether a customer waits in the queue, and where. Instants as the database driver gives them. */
export type QueueFacts = {
  customer_id: number;
  tier: RiskTier | null;
  score: number | null;
  forced_since: Date | null;
  monthly_spend_cents: number | null;
  snoozed_until: Date | null;
  is_planned: boolean;
  /** The earliest of what is planned. */
  due_at: Date | null;
  /** When something was done last. */
  done_at: Date | null;
};

/** A stretch of time in which a customer waits, and the place; all keys rise. Times are epoch milliseconds, perhaps infinite. */
export type QueueStretch = {
  customerId: number;
  /** Included. */
  fromMs: number;
  /** Excluded. */
  untilMs: number;
  centsRank: number;
  urgencyRank: number;
  scoreRank: number;
};

const urgencyRanks: Record<Urgency, number> = { today: 0, this_week: 1, when_convenient: 2 };
/** Nothing to suggest: somebody has planned something of their own. */
const noSuggestion = 3;
/** Customers without a score come after those with one. */
const noScore = 101;
/** Customers whose money at risk is not known come last. */
const noCents = Number.MAX_SAFE_INTEGER;

/**
 * When a customer waits from `asOfMs` on, and at which place: from the most money at risk, then the most urgent suggestion,
 * then the lowest score. One stretch for each urgency that the passing of time alone leads to; none for who does not
 * wait unless something changes.
 */
export function queueStretches(
  facts: QueueFacts,
  situation: HealthSituation,
  asOfMs: number,
  settings: InterventionSettings,
): QueueStretch[] {
  const waitsMs = waitsFromMs(facts, asOfMs, settings);
  const customer = { ...situation, tier: facts.tier, monthlySpendCents: facts.monthly_spend_cents };
  const cents = centsAtRisk(facts.monthly_spend_cents, facts.tier, settings);
  const place = {
    customerId: facts.customer_id,
    centsRank: cents === null ? noCents : -cents,
    scoreRank: facts.score ?? noScore,
  };
  const starts = [
    Number.NEGATIVE_INFINITY,
    ...proposalChangesMs(customer, settings).filter((ms) => ms > asOfMs),
  ];
  const stretches: QueueStretch[] = [];
  for (const [index, startMs] of starts.entries()) {
    const fromMs = Math.max(startMs, waitsMs);
    const untilMs = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    if (fromMs >= untilMs) continue;
    const suggestion = proposeAction(customer, Math.max(startMs, asOfMs), settings);
    const urgencyRank = suggestion === null ? noSuggestion : urgencyRanks[suggestion.urgency];
    const before = stretches.at(-1);
    if (before?.urgencyRank === urgencyRank) before.untilMs = untilMs;
    else stretches.push({ ...place, fromMs, untilMs, urgencyRank });
  }
  return stretches;
}

/**
 * From when a customer waits: at once for who is at risk or critical, and where something is planned not before the
 * earliest of it is due. What was done gives days of rest, unless the tier was forced after it. Not while put off.
 */
function waitsFromMs(facts: QueueFacts, asOfMs: number, { restDays }: InterventionSettings): number {
  const atWorkMs = worksFromMs(facts, restDays * dayMs);
  const fromMs = Math.max(atWorkMs, facts.snoozed_until?.getTime() ?? Number.NEGATIVE_INFINITY);
  return fromMs <= asOfMs ? Number.NEGATIVE_INFINITY : fromMs;
}

function worksFromMs(
  { tier, is_planned, due_at, done_at, forced_since }: QueueFacts,
  restMs: number,
): number {
  const isAtRisk = tier === "critical" || tier === "at_risk";
  if (is_planned || !isAtRisk) return due_at?.getTime() ?? Number.POSITIVE_INFINITY;
  if (done_at === null) return Number.NEGATIVE_INFINITY;
  if (forced_since !== null && forced_since > done_at) return Number.NEGATIVE_INFINITY;
  return done_at.getTime() + restMs;
}
