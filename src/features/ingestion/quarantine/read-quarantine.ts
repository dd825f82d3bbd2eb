import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { beforeId, newestFirstPage } from "#platform/http/newest-first.ts";
import type { Viewer } from "#platform/viewer.ts";
import { matching, pathWithoutPositions } from "./matching-records.ts";
import type { Quarantined, QuarantinedDetail, QuarantineFacets, QuarantineFilter } from "./schemas.ts";

export type QuarantinePage = {
  data: Quarantined[];
  nextCursor: string | null;
  total: number;
  facets: QuarantineFacets;
};

type ListQuery = QuarantineFilter & { cursor?: string | undefined; limit: number };

const instantOf = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** One row of the list. Instants are written here, because the last action comes as JSON. */
const columns = sql`
  kept.quarantine_id as id, kept.resource, kept.record_key as key, kept.faults, kept.origin,
  kept.seen_count as "seenCount", ${instantOf("kept.first_seen_at")} as "firstSeenAt",
  ${instantOf("kept.last_seen_at")} as "lastSeenAt", ${instantOf("kept.record_updated_at")} as "recordUpdatedAt",
  kept.state, ${instantOf("kept.closed_at")} as "closedAt", kept.closed_by as "closedBy"`;

const actionFields = sql`
  'requestId', action.request_id, 'action', action.action, 'actorName', action.actor_name, 'reason', action.reason,
  'requestedAt', ${instantOf("action.requested_at")}, 'outcome', action.outcome, 'note', action.outcome_note,
  'finishedAt', ${instantOf("action.finished_at")}`;

const lastAction = sql`(
  select json_build_object(${actionFields}) from quarantine_actions as action
  where action.quarantine_id = kept.quarantine_id order by action.action_id desc limit 1) as "lastAction"`;

/** Records in quarantine, newest first, without what they hold, and how many there are of each kind. */
export async function listQuarantine(
  trx: Trx,
  { cursor, limit, ...filter }: ListQuery,
): Promise<QuarantinePage> {
  const before = beforeId(cursor) ?? null;
  const { rows } = await sql<Quarantined>`
    select ${columns}, ${lastAction} from quarantined_records as kept
    where ${matching(filter)} and (${before}::bigint is null or kept.quarantine_id < ${before})
    order by kept.quarantine_id desc limit ${limit + 1}`.execute(trx);
  const { rows: totals } = await sql<{ total: number }>`
    select count(*)::integer as total from quarantined_records as kept where ${matching(filter)}`.execute(
    trx,
  );
  const page = newestFirstPage(rows, limit, totals[0]?.total ?? 0);
  return { ...page, facets: await readFacets(trx, filter) };
}

/** The same for a page that has no transaction of its own. */
export async function readQuarantinePage(
  { db, viewer }: { db: Database; viewer: Viewer },
  query: ListQuery,
): Promise<QuarantinePage> {
  return await asViewer(db, viewer, (trx) => listQuarantine(trx, query));
}

const mostFaults = 8;

/** Counts by resource for the chosen state, and by fault for the chosen resource. */
async function readFacets(trx: Trx, filter: QuarantineFilter): Promise<QuarantineFacets> {
  const { state, search, resource } = filter;
  const ofState = matching({ state, search });
  const { rows: resources } = await sql<QuarantineFacets["resources"][number]>`
    select kept.resource, count(*)::integer as records from quarantined_records as kept
    where ${ofState} group by kept.resource order by records desc, kept.resource`.execute(trx);
  const { rows: faults } = await sql<QuarantineFacets["faults"][number]>`
    select ${pathWithoutPositions} as path, fault->>'reason' as reason,
      count(distinct kept.quarantine_id)::integer as records
    from quarantined_records as kept cross join lateral jsonb_array_elements(kept.faults) as fault
    where ${matching({ state, search, resource })}
    group by 1, 2 order by records desc, 1, 2 limit ${mostFaults}`.execute(trx);
  return { resources, faults };
}

/** One record as it came, with all that was done about it. Throws not_found. */
export async function readQuarantined(trx: Trx, id: number): Promise<QuarantinedDetail> {
  const { rows } = await sql<QuarantinedDetail>`
    select ${columns}, ${lastAction}, kept.record::text as record, coalesce((
      select json_agg(json_build_object(${actionFields}, 'changes', action.changes,
        'editedRecord', action.edited_record::text) order by action.action_id desc)
      from quarantine_actions as action where action.quarantine_id = kept.quarantine_id), '[]') as actions
    from quarantined_records as kept where kept.quarantine_id = ${id}`.execute(trx);
  const [found] = rows;
  if (found === undefined) throw new AppError("not_found", `There is no record ${id} in quarantine.`);
  return found;
}
