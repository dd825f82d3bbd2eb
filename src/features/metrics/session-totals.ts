import { sql } from "kysely";
import type { MetricContext, Range } from "#platform/metrics/metric.ts";

export type SessionTotals = {
  booked: number;
  completed: number;
  noShow: number;
  cancelled: number;
  rated: number;
  ratingSum: number;
};

const millisecondsPerHour = 3_600_000;

/**
 * Sessions whose time lies in [from, to): whole hours from the rollup, the two ragged ends (at most an hour each)
 * from the rows.
 */
export async function sessionTotals({ db }: MetricContext, range: Range): Promise<SessionTotals> {
  const from = range.from.getTime();
  const to = Math.max(from, range.to.getTime());
  const wholeFrom = Math.min(to, Math.ceil(from / millisecondsPerHour) * millisecondsPerHour);
  const wholeTo = Math.max(wholeFrom, Math.floor(to / millisecondsPerHour) * millisecondsPerHour);
  const [start, first, last, end] = [from, wholeFrom, wholeTo, to].map((instant) => new Date(instant));
  const { rows } = await sql<SessionTotals>`
    with parts as (
      select booked, completed, no_show, cancelled_by_customer + cancelled_by_tutor + cancelled_otherwise as cancelled,
        rated, rating_sum
      from subject_hour_rollups where hour >= ${first} and hour < ${last}
      union all
      select 1, (status = 'completed')::int, (status = 'no_show')::int, (status = 'cancelled')::int,
        (status = 'completed' and rating is not null)::int, case when status = 'completed' then coalesce(rating, 0) else 0 end
      from sessions
      where deleted_at is null
        and ((happened_at >= ${start} and happened_at < ${first}) or (happened_at >= ${last} and happened_at < ${end}))
    )
    select coalesce(sum(booked), 0)::int as booked, coalesce(sum(completed), 0)::int as completed,
      coalesce(sum(no_show), 0)::int as "noShow", coalesce(sum(cancelled), 0)::int as cancelled,
      coalesce(sum(rated), 0)::int as rated, coalesce(sum(rating_sum), 0)::float8 as "ratingSum"
    from parts`.execute(db);
  const [totals] = rows;
  if (totals === undefined) throw new Error("an aggregate without a row");
  return totals;
}

/** Sessions that took place or are taking place: booked, and neither cancelled nor missed. */
export function heldSessions(totals: SessionTotals): number {
  return totals.booked - totals.cancelled - totals.noShow;
}
