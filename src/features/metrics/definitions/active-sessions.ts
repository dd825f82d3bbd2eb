import { sql } from "kysely";
import { daysBefore } from "#domain/time/business-day.ts";
import { defineInstantMetric, type MetricContext } from "#platform/metrics/metric.ts";
import { formatCount } from "#ui/figures/format.ts";
import { longestSessionHours, usualWeeks } from "../weights.ts";

async function runningAt({ db }: MetricContext, asOf: Date): Promise<number> {
  const { rows } = await sql<{ running: number }>`
    select count(*)::int as running from sessions
    where happened_at > ${new Date(asOf.getTime() - longestSessionHours * 3_600_000)} and happened_at <= ${asOf}
      and started_at is not null and status in ('in_progress', 'completed')
      and (deleted_at is null or deleted_at > ${asOf})
      and (status = 'in_progress' or ended_at > ${asOf})`.execute(db);
  return rows[0]?.running ?? 0;
}

/** Mean of the same hour of the week over the weeks before; null where none of them was sampled. */
async function usualAt({ db }: MetricContext, asOf: Date): Promise<number | null> {
  const hours = Array.from({ length: usualWeeks }, (_, week) => daysBefore(asOf, 7 * (week + 1)));
  const { rows } = await sql<{ usual: number | null }>`
    select avg(value_sum / value_count)::float8 as usual from metric_hour_rollups
    where metric = 'active_sessions' and dimension = '' and value_count > 0
      and hour = any (select date_trunc('hour', instant) from unnest(${hours}::timestamptz[]) as instant)`.execute(
    db,
  );
  return rows[0]?.usual ?? null;
}

export const activeSessions = defineInstantMetric<{ usual: number | null }>({
  kind: "instant",
  name: "active_sessions",
  title: "Active sessions",
  question: "How many sessions are running right now?",
  unit: "count",
  goodDirection: "neither",
  limits: null,
  history: "hourly",
  href: "/customers",
  howComputed:
    "Sessions that have started and not ended. The usual is the mean of the same hour of the week over the last four weeks.",
  owner: "operations",
  usual: ({ usual }) => ({ value: usual, called: "the usual for this hour" }),
  why: (_value, { usual }) =>
    usual === null
      ? "No earlier week to compare with yet."
      : `Usual for this hour: ${formatCount(Math.round(usual))}.`,
  async readAt(ctx, asOf) {
    return { value: await runningAt(ctx, asOf), details: { usual: await usualAt(ctx, asOf) } };
  },
});
