import { sql } from "kysely";
import { defineRangeMetric, type MetricContext, type Range } from "#platform/metrics/metric.ts";
import { formatCount } from "#ui/figures/format.ts";

type ReasonCount = { reason: string; calls: number };

async function callsByReason({ db }: MetricContext, range: Range): Promise<ReasonCount[]> {
  const { rows } = await sql<ReasonCount>`
    select reason, count(*)::int as calls from inbound_calls
    where deleted_at is null and called_at >= ${range.from} and called_at < ${range.to}
    group by reason order by calls desc, reason`.execute(db);
  return rows;
}

export const inboundCalls = defineRangeMetric<{ reasons: ReasonCount[] }>({
  kind: "range",
  name: "inbound_calls",
  title: "Inbound calls",
  question: "How often do customers have to call support?",
  unit: "count",
  goodDirection: "down",
  limits: null,
  href: "/customers",
  howComputed: "Calls to support in the range, by the instant of the call.",
  owner: "customer success",
  why: (_value, { reasons }) =>
    reasons.length === 0
      ? "Nobody called."
      : `Most about ${reasons
          .slice(0, 2)
          .map(({ reason, calls }) => `${reason.replaceAll("_", " ")} (${formatCount(calls)})`)
          .join(" and ")}.`,
  async readOver(ctx, range) {
    const reasons = await callsByReason(ctx, range);
    return { value: reasons.reduce((sum, { calls }) => sum + calls, 0), details: { reasons } };
  },
});
