import { readHealthSettings } from "#features/customer-health/read-health.ts";
import { explainStoredHealth } from "#features/customer-health/stored-health.ts";
import type { ExplainHealth } from "#features/customers/explain-health.ts";
import { loadInterventionSettings } from "#features/interventions/settings.ts";
import { proposeAction } from "#features/interventions/suggest.ts";
import { situationOf } from "./describe-health.ts";

/** Puts the scores of listed customers into words, and what to do next, with the settings in force. */
export const explainHealth: ExplainHealth = async (trx, rows, asOf) => {
  const settings = await readHealthSettings(trx);
  const { value: interventions } = await loadInterventionSettings(trx);
  return rows.map((row) => {
    const words = explainStoredHealth(row, asOf, settings);
    const customer = {
      ...situationOf(row, words),
      tier: row.tier,
      monthlySpendCents: row.monthly_spend_cents,
    };
    const proposal = proposeAction(customer, asOf.getTime(), interventions);
    const nextAction = proposal && { title: proposal.title, urgency: proposal.urgency };
    return { ...words, nextAction };
  });
};
