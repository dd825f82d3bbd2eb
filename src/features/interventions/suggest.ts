import { centsAtRisk, type ExpectedEffect, expectedEffect } from "./effect.ts";
import { type ActionKind, type Channel, type Proposal, rules, type Urgency } from "./rules.ts";
import type { CustomerSituation } from "./situation.ts";
import type { InterventionSettings } from "./weights.ts";

/** One recommended action for a customer. */
export type Suggestion = {
  rule: string;
  title: string;
  action: ActionKind;
  channel: Channel;
  urgency: Urgency;
  why: string;
  effect: ExpectedEffect | null;
  centsAtRisk: number | null;
};

/**
 * What should be done for a customer as of `asOfMs` (epoch milliseconds): the first rule that applies, with what it
 * would give back and the money that is at risk. Null for a customer without a tier, or for whom no rule applies.
 */
export function suggestAction(
  customer: CustomerSituation,
  asOfMs: number,
  settings: InterventionSettings,
): Suggestion | null {
  const proposal = proposeAction(customer, asOfMs, settings);
  if (proposal === null) return null;
  const { raises, why: write, ...rest } = proposal;
  const why = write();
  return {
    ...rest,
    why: why.charAt(0).toUpperCase() + why.slice(1),
    effect: expectedEffect(customer, raises, settings),
    centsAtRisk: centsAtRisk(customer.monthlySpendCents, customer.tier, settings),
  };
}

/** The same without what it would give back and why: for whoever looks at everybody. */
export function proposeAction(
  customer: CustomerSituation,
  asOfMs: number,
  settings: InterventionSettings,
): (Proposal & { rule: string }) | null {
  if (customer.tier === null) return null;
  for (const { code, propose } of rules) {
    const proposal = propose({ customer, asOfMs, settings });
    if (proposal !== null) return { rule: code, ...proposal };
  }
  return null;
}
