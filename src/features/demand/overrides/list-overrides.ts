import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { DemandContext } from "../demand-context.ts";
import { nextCursor, offsetOf, type Page } from "../place.ts";
import type { DemandOverride, DemandOverrides } from "../work-schemas.ts";

type OverrideRow = {
  id: number;
  code: string;
  name: string;
  from_hour: Date;
  to_hour: Date;
  kind: "set" | "scale";
  amount: number;
  reason: string;
  created_by_name: string;
  created_at: Date;
  ended_at: Date | null;
  ended_by_name: string | null;
  expected: number | null;
  expected_without: number | null;
  hours: number;
  actual: number;
  error_with: number;
  error_without: number;
  total: number;
};

/** Overrides with their effect on hours ahead and what came of hours that have passed, the newest first. */
export async function listOverrides(
  ctx: DemandContext,
  query: Page & { subject?: string | undefined; state: "standing" | "all" },
): Promise<DemandOverrides> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const rows = await readOverrides(trx, asOf, { ...query, id: null });
    const total = rows[0]?.total ?? 0;
    return { data: rows.map((row) => toOverride(row, asOf)), nextCursor: nextCursor(query, total), total };
  });
}

/** One override as it is now. */
export async function readOverride(trx: Trx, asOf: Date, id: number): Promise<DemandOverride | undefined> {
  const rows = await readOverrides(trx, asOf, { id, state: "all", pageSize: 1 });
  return rows.map((row) => toOverride(row, asOf))[0];
}

type Selection = Page & { id: number | null; subject?: string | undefined; state: "standing" | "all" };

/** Past hours are judged by the last forecast that was made a day ahead with the override. */
async function readOverrides(trx: Trx, asOf: Date, query: Selection): Promise<OverrideRow[]> {
  const { rows } = await sql<OverrideRow>`
    with chosen as (
      select override_id as id, subject_code as code, subjects.name, from_hour, to_hour, kind, amount, reason,
        created_by_name, demand_overrides.created_at, ended_at, ended_by_name, count(*) over ()::int as total
      from demand_overrides join subjects using (subject_code)
      where (${query.id}::bigint is null or override_id = ${query.id})
        and (${query.subject ?? null}::text is null or subject_code = ${query.subject ?? null})
        and (${query.state} = 'all' or ended_at is null and to_hour > ${asOf})
      order by override_id desc limit ${query.pageSize} offset ${offsetOf(query)}
    )
    select chosen.*, ahead.*, past.*
    from chosen
    cross join lateral (
      select sum(demand_mean) as expected, sum(mean_without_override) as expected_without from demand_outlook
      where subject_code = chosen.code and override_id = chosen.id and hour >= ${asOf}) as ahead
    cross join lateral (
      select count(*)::int as hours, coalesce(sum(came.booked), 0)::int as actual,
        coalesce(sum(abs(coalesce(came.booked, 0) - demand_mean)), 0)::float8 as error_with,
        coalesce(sum(abs(coalesce(came.booked, 0) - mean_without_override)), 0)::float8 as error_without
      from (select distinct on (hour) hour, demand_mean, mean_without_override from supply_demand_forecasts
        where subject_code = chosen.code and hour >= chosen.from_hour and hour < chosen.to_hour
          and hour < least(${asOf}::timestamptz - interval '1 hour', coalesce(chosen.ended_at, 'infinity'))
          and made_at >= chosen.created_at and made_at <= hour and hour - made_at <= interval '1 day'
          and mean_without_override is distinct from demand_mean
        order by hour, made_at desc) as made
      left join demand_hour_rollups as came on came.subject_code = chosen.code and came.hour = made.hour) as past
    order by id desc`.execute(trx);
  return rows;
}

function toOverride(row: OverrideRow, asOf: Date): DemandOverride {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    from: row.from_hour.toISOString(),
    to: row.to_hour.toISOString(),
    kind: row.kind,
    amount: row.amount,
    reason: row.reason,
    state: stateOf(row, asOf),
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_by_name,
    effect:
      row.expected === null || row.expected_without === null
        ? null
        : { expected: row.expected, expectedWithout: row.expected_without },
    result:
      row.hours === 0
        ? null
        : {
            hours: row.hours,
            actual: row.actual,
            errorWith: row.error_with,
            errorWithout: row.error_without,
          },
  };
}

function stateOf({ ended_at, from_hour, to_hour }: OverrideRow, asOf: Date): DemandOverride["state"] {
  if (ended_at !== null) return "ended";
  if (to_hour <= asOf) return "over";
  return from_hour > asOf ? "coming" : "in_force";
}
