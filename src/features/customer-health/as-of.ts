import type { Database } from "#db/client.ts";
import { AppError } from "#platform/errors.ts";
import { readAhead } from "#platform/read-ahead.ts";
import { componentNames } from "./component-scores.ts";
import { customerRanges } from "./customer-ranges.ts";
import { readRecords } from "./read-records.ts";
import type { CustomerSelection } from "./records-query.ts";
import { type CustomerHealth, type HealthScore, scoreCustomer } from "./score.ts";
import { loadHealthSettings } from "./settings.ts";
import type { HealthSettings } from "./weights.ts";

/** The columns of `ops health list`. */
export const healthListColumns = ["customer_id", ...componentNames, "score", "tier", "forced_by"] as const;

export type HealthListRow = Record<(typeof healthListColumns)[number], number | string | null>;

/**
 * Everybody who has a score as of an instant, by rising id, computed from the records with the settings in force.
 * Nothing is stored. Component scores have six decimals.
 */
export async function* listHealthAsOf(db: Database, asOf: Date): AsyncGenerator<HealthListRow> {
  const { value: settings } = await loadHealthSettings(db);
  const read = async (range: CustomerSelection) => await readRecords(db, range, asOf, settings);
  for await (const customers of readAhead(customerRanges(db), read)) {
    customers.sort((a, b) => a.records.customerId - b.records.customerId);
    for (const { records } of customers) {
      const { scored } = scoreCustomer(records, asOf.getTime(), settings);
      if (scored !== null) yield toListRow(records.customerId, scored);
    }
  }
}

/** One customer's health as of an instant, with the settings that it was computed with. Throws not_found. */
export async function healthAsOf(
  db: Database,
  customerId: number,
  asOf: Date,
): Promise<{ health: CustomerHealth; settings: HealthSettings }> {
  const { value: settings } = await loadHealthSettings(db);
  const [customer] = await readRecords(db, { ids: [customerId] }, asOf, settings);
  if (customer === undefined) throw new AppError("not_found", `There is no customer ${customerId}.`);
  return { health: scoreCustomer(customer.records, asOf.getTime(), settings), settings };
}

function toListRow(customerId: number, { components, score, tier, forcedBy }: HealthScore): HealthListRow {
  return {
    customer_id: customerId,
    first_session: rounded(components.first_session),
    velocity: rounded(components.velocity),
    inbound_calls: rounded(components.inbound_calls),
    goals: rounded(components.goals),
    tutor_consistency: rounded(components.tutor_consistency),
    score,
    tier,
    forced_by: forcedBy?.code ?? null,
  };
}

function rounded(score: number | null): number | null {
  return score === null ? null : Number(score.toFixed(6));
}
