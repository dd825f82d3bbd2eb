import type { HealthComponent, RiskTier } from "#domain/customers/risk-tier.ts";
import type { HealthSituation } from "./situation.ts";
import type { InterventionSettings } from "./weights.ts";

/** What an action would give back if it works. */
export type ExpectedEffect = {
  component: HealthComponent;
  /** Points of the health score, to one decimal. */
  points: number;
  /** Under which this holds, as a sentence. */
  assumption: string;
};

type Recovering = keyof InterventionSettings["recovery"];

const assumptions: Record<Recovering, (target: number) => string> = {
  inbound_calls: () => "if no further call follows and the calls pass out of the window",
  velocity: (target) => `if sessions are held again so that velocity scores ${target}`,
  goals: (target) => `if a new goal is set, which scores ${target}`,
  tutor_consistency: (target) => `if one tutor takes the sessions, so that consistency scores ${target}`,
};

/**
 * The points of the health score that a component gives back when it rises to what the settings assume, or to 100
 * where it stands there already, the others staying: points lost × (target − score) ÷ (100 − score), to one decimal.
 * Null where the component is missing.
 */
export function expectedEffect(
  { reasons }: Pick<HealthSituation, "reasons">,
  component: Recovering,
  { recovery }: InterventionSettings,
): ExpectedEffect | null {
  const reason = reasons.find((each) => each.component === component);
  if (reason === undefined) return null;
  const target = reason.score < recovery[component] ? recovery[component] : 100;
  const regained =
    reason.score === 100 ? 0 : (reason.points * (target - reason.score)) / (100 - reason.score);
  return { component, points: Math.round(regained * 10) / 10, assumption: assumptions[component](target) };
}

/**
 * Money at risk in cents: monthly spend × months × chance of leaving by tier, rounded. Null where spending or tier
 * is not known.
 */
export function centsAtRisk(
  monthlySpendCents: number | null,
  tier: RiskTier | null,
  { moneyAtRisk }: InterventionSettings,
): number | null {
  if (monthlySpendCents === null || tier === null) return null;
  return Math.round(monthlySpendCents * moneyAtRisk.months * moneyAtRisk.chanceOfLeaving[tier]);
}
