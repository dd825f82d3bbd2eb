import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { DemandContext } from "../demand-context.ts";
import { nextCursor, offsetOf, type Page } from "../place.ts";
import { findSubject } from "../read/hours.ts";
import type { DemandOutliers } from "../work-schemas.ts";
import { detector } from "./keep-outliers.ts";

type OutlierRow = {
  code: string;
  name: string;
  hour: Date;
  booked: number;
  expected: number | null;
  weight: number;
  reason: string;
  marked_by: string;
  marked_by_name: string;
  marked_at: Date;
  total: number;
};

/** Hours that weigh less in training, or that somebody said to be ordinary; the newest first. */
export async function listOutliers(
  ctx: DemandContext,
  query: Page & { subject?: string | undefined },
): Promise<DemandOutliers> {
  const subject = query.subject ?? null;
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { rows } = await sql<OutlierRow>`
      select outlier.subject_code as code, name, outlier.hour, coalesce(booked, 0) as booked, expected, weight, reason,
        marked_by, marked_by_name, marked_at, count(*) over ()::int as total
      from demand_outliers as outlier join subjects using (subject_code)
      left join demand_hour_rollups as rollup on rollup.subject_code = outlier.subject_code and rollup.hour = outlier.hour
      where ${subject}::text is null or outlier.subject_code = ${subject}
      order by outlier.hour desc, outlier.subject_code limit ${query.pageSize} offset ${offsetOf(query)}`.execute(
      trx,
    );
    const total = rows[0]?.total ?? 0;
    return { data: rows.map(toOutlier), nextCursor: nextCursor(query, total), total };
  });
}

const toOutlier = (row: OutlierRow): DemandOutliers["data"][number] => ({
  code: row.code,
  name: row.name,
  hour: row.hour.toISOString(),
  booked: row.booked,
  expected: row.expected,
  weight: row.weight,
  reason: row.reason,
  isMarkedByHand: row.marked_by !== detector,
  markedBy: row.marked_by_name,
  markedAt: row.marked_at.toISOString(),
});

type Hours = { code: string; from: string; to: string; reason: string };

/** Hours at once that one may mark: a month of all subjects. */
const mostHours = 100_000;

/** Marks hours that have passed, to weigh less from the next run on. Answers how many there are. */
export async function markOutliers(ctx: DemandContext, hours: Hours & { weight: number }): Promise<number> {
  return await mark(ctx, hours, hours.weight, "demand_outliers.marked");
}

/** Says that hours were ordinary, whatever the detector finds. Answers how many there are. */
export async function unmarkOutliers(ctx: DemandContext, hours: Hours): Promise<number> {
  return await mark(ctx, hours, 1, "demand_outliers.unmarked");
}

async function mark(ctx: DemandContext, hours: Hours, weight: number, action: string): Promise<number> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { code } = await findSubject(trx, hours.code);
    const marked = await store(trx, ctx, { ...hours, code, weight, asOf });
    if (marked === 0) throw new AppError("invalid_input", "None of these hours has passed.");
    await appendAudit(trx, ctx.viewer, {
      action,
      entity: "demand",
      entityId: hours.code,
      details: { ...hours, weight, marked },
      requestId: ctx.requestId,
    });
    await appendEvents(trx, [{ kind: "demand.changed", key: "outlier", payload: { what: "outlier" } }]);
    return marked;
  });
}

async function store(
  trx: Trx,
  { viewer }: DemandContext,
  {
    code,
    from,
    to,
    reason,
    weight,
    asOf,
  }: Omit<Hours, "code"> & { code: string | null; weight: number; asOf: Date },
): Promise<number> {
  const { rows } = await sql`
    insert into demand_outliers as kept (subject_code, hour, weight, reason, marked_by, marked_by_name, marked_at)
    select subject_code, hour, ${weight}, ${reason}, ${viewer.userId}, ${viewer.name}, ${asOf}
    from subjects cross join generate_series(date_bin('1 hour', ${from}::timestamptz, 'epoch'),
      least(${to}::timestamptz, ${asOf}::timestamptz) - interval '1 second', interval '1 hour') as hour
    where (${code}::text is null or subject_code = ${code}) and viewer_sees_subject(subject_code)
    limit ${mostHours}
    on conflict (subject_code, hour) do update set weight = excluded.weight, reason = excluded.reason,
      marked_by = excluded.marked_by, marked_by_name = excluded.marked_by_name, marked_at = excluded.marked_at
    returning 1`.execute(trx);
  return rows.length;
}
