import { sql } from "kysely";
import { wilsonInterval } from "#domain/stats/wilson-interval.ts";
import { defineRangeMetric, type MetricContext, type Range } from "#platform/metrics/metric.ts";
import { formatCount, formatInterval } from "#ui/figures/format.ts";
import { minimumRatedSessions } from "../weights.ts";

/** Rated pair-first sessions in the range, and those with a rating of 4 or more. */
async function pairFirstSessions(
  { db }: MetricContext,
  range: Range,
): Promise<{ rated: number; successes: number }> {
  const { rows } = await sql<{ rated: number; successes: number }>`
    select count(*)::int as rated, (count(*) filter (where rating >= 4))::int as successes
    from sessions first
    where status = 'completed' and deleted_at is null and rating is not null
      and happened_at >= ${range.from} and happened_at < ${range.to}
      and not exists (
        select from sessions earlier
        where earlier.customer_id = first.customer_id and earlier.tutor_id = first.tutor_id
          and earlier.status = 'completed' and earlier.deleted_at is null
          and (earlier.happened_at, earlier.session_id) < (first.happened_at, first.session_id))`.execute(db);
  return rows[0] ?? { rated: 0, successes: 0 };
}

type FirstSessionDetails = { rated: number; needed: number; successes: number; lower: number; upper: number };

export const firstSessionSuccess = defineRangeMetric<FirstSessionDetails>({
  kind: "range",
  name: "first_session_success",
  title: "First-session success",
  question: "How often does the first session of a tutor with a customer go well?",
  unit: "share",
  goodDirection: "up",
  // 70 % is the limit under which a tutor counts as underperforming; the whole should stand clear of it.
  limits: { warning: 0.8, critical: 0.7 },
  statusWords: { good: "good", warning: "low", critical: "very low" },
  href: "/customers",
  howComputed: `Share of rated pair-first sessions (the earliest completed session between one tutor and one customer) with a rating of 4 or more, with a 95 % Wilson interval; unknown under ${minimumRatedSessions}.`,
  owner: "tutor coaching",
  why: (value, { rated, needed, lower, upper }) =>
    value === null
      ? `Not enough data (${rated} of ${needed} first sessions).`
      : `${formatInterval(lower, upper)} at 95 % certainty, from ${formatCount(rated)} first sessions.`,
  async readOver(ctx, range) {
    const { rated, successes } = await pairFirstSessions(ctx, range);
    const { lower, upper } = rated === 0 ? { lower: 0, upper: 1 } : wilsonInterval(successes, rated);
    const details = { rated, needed: minimumRatedSessions, successes, lower, upper };
    return { value: rated < minimumRatedSessions ? null : successes / rated, details };
  },
});
