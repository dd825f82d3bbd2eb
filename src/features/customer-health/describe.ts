import { explainScore, flagText, tierText } from "./reasons.ts";
import type { CustomerHealth } from "./score.ts";
import type { HealthSettings } from "./weights.ts";
import { decimal } from "./wording.ts";

const unscoredTexts = {
  removed: "the customer was removed at the source",
  paused: "the account is paused",
  closed: "the account is closed",
  not_signed_up: "the customer had not signed up yet",
};

/** A customer's health in lines for people: tier and score, what costs points, what is missing, what else is known. */
export function describeHealth(health: CustomerHealth, asOf: Date, settings: HealthSettings): string[] {
  const heading = `Customer ${health.customerId} as of ${asOf.toISOString()}`;
  const { scored, features } = health;
  if (scored === null) return [heading, `No score: ${unscoredTexts[health.unscoredReason]}.`];
  const asOfMs = asOf.getTime();
  const { reasons, missing } = explainScore(features, scored, asOfMs, settings);
  return [
    heading,
    sentence(tierText(scored, features, asOfMs, settings)),
    `The components that are there weigh ${decimal(scored.confidence * 100)} % of all.`,
    ...reasons.map(({ points, text }) => `  ${points === 0 ? "  0" : `−${decimal(points)}`}  ${text}`),
    ...missing.map(({ text }) => `  left out: ${text}`),
    ...scored.flags.map(
      ({ code, sinceMs }) =>
        `  ${code}: ${flagText(code, features, asOfMs, settings)}, since ${new Date(sinceMs).toISOString()}`,
    ),
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
