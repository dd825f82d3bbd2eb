import { sql } from "kysely";
import { defineInstantMetric, type MetricContext } from "#platform/metrics/metric.ts";
import { formatCount, formatPercent } from "#ui/figures/format.ts";

type TierCounts = { critical: number; at_risk: number; healthy: number; thriving: number };

const noTiers: TierCounts = { critical: 0, at_risk: 0, healthy: 0, thriving: 0 };

/** Scored customers by tier: now from the current scores, for the past from the last change of each customer. */
async function tierCounts({ db }: MetricContext, asOf: Date, isNow: boolean): Promise<TierCounts> {
  const source = isNow
    ? sql`customer_health_scores`
    : sql`(select distinct on (customer_id) tier from customer_health_history
        where as_of <= ${asOf} order by customer_id, as_of desc) as last_change`;
  const { rows } = await sql<TierCounts>`
    select (count(*) filter (where tier = 'critical'))::int as critical,
      (count(*) filter (where tier = 'at_risk'))::int as at_risk,
      (count(*) filter (where tier = 'healthy'))::int as healthy,
      (count(*) filter (where tier = 'thriving'))::int as thriving
    from ${source}`.execute(db);
  return rows[0] ?? noTiers;
}

/**
 * Where the tiers as of `asOf` stand; null while the first scores or their history are still being filled in. Half of
 * the customers would be a wrong figure for good: samples of the past are taken once.
 */
async function placeOfTiers({ db }: MetricContext, asOf: Date): Promise<"now" | "history" | null> {
  const { rows } = await sql<{ isNow: boolean; isPastFilled: boolean }>`
    select max(as_of) <= ${asOf} as "isNow", bool_or(kind = 'backfill') as "isPastFilled"
    from health_passes`.execute(db);
  if (rows[0]?.isNow) return "now";
  return rows[0]?.isPastFilled ? "history" : null;
}

export const customersAtRisk = defineInstantMetric<{ tiers: TierCounts; scored: number }>({
  kind: "instant",
  name: "customers_at_risk",
  title: "Customers at risk",
  question: "How many customers are about to leave?",
  unit: "count",
  goodDirection: "down",
  // Compared with the share of scored customers.
  limits: { warning: 0.25, critical: 0.4 },
  statusWords: { good: "low", warning: "raised", critical: "high" },
  history: "daily",
  href: "/customers",
  howComputed:
    "Customers whose tier is critical or at risk. The word and colour go by their share of all scored customers.",
  owner: "customer success",
  why: (_value, { tiers, scored }) =>
    scored === 0
      ? "No customer has a score yet."
      : `${formatPercent((tiers.critical + tiers.at_risk) / scored, 0)} of ${formatCount(scored)} scored customers.`,
  async readAt(ctx, asOf) {
    const place = await placeOfTiers(ctx, asOf);
    const tiers = place === null ? noTiers : await tierCounts(ctx, asOf, place === "now");
    const atRisk = tiers.critical + tiers.at_risk;
    const scored = atRisk + tiers.healthy + tiers.thriving;
    if (scored === 0) return { value: null, statusValue: null, details: { tiers, scored } };
    return { value: atRisk, statusValue: atRisk / scored, details: { tiers, scored } };
  },
});
