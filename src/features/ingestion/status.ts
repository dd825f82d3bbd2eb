import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { Viewer } from "#platform/viewer.ts";
import { resources as allResources, type Resource } from "#sources/source.ts";
import { type ResourceAge, readDataAge } from "./data-age.ts";
import type { PollSchedule } from "./poll-schedule.ts";

export type ResourceStatus = ResourceAge & {
  resource: Resource;
  failuresInARow: number;
  /** The last run that ended with success and brought something. */
  lastChange: { finishedAt: string; inserted: number; updated: number } | null;
  /** The highest `updated_at` taken; null where nothing was. */
  newestChangeAt: string | null;
  /** Live records; an estimate of the database where counting would take long. */
  stored: { records: number; isEstimate: boolean };
  quarantined: number;
  held: number;
  /** The poll that runs now; null where none does. */
  running: { startedAt: string; received: number; totalExpected: number | null } | null;
};

type StatusRow = {
  resource: string;
  failures_in_a_row: number | null;
  cursor_at: Date | null;
  finished_at: Date | null;
  inserted: number | null;
  updated: number | null;
  records: number;
  is_estimate: boolean;
  quarantined: number;
  held: number;
  running_since: Date | null;
  received: number | null;
  total_expected: number | null;
};

/** Where the reading of each resource stands as of `asOf`, in the order in which they are read. */
export async function readIngestionStatus(
  trx: Trx,
  { schedule, asOf }: { schedule: readonly PollSchedule[]; asOf: Date },
): Promise<ResourceStatus[]> {
  const { resources } = await readDataAge(trx, { schedule, asOf });
  const { rows } = await statusRows.execute(trx);
  return resources.flatMap((age) => {
    const resource = allResources.find((candidate) => candidate === age.resource);
    const row = rows.find((candidate) => candidate.resource === age.resource);
    return resource === undefined || row === undefined ? [] : [{ ...age, ...statusOf(row), resource }];
  });
}

/** The same for a page that has no transaction of its own. */
export async function readStatusPage(
  { db, viewer }: { db: Database; viewer: Viewer },
  question: { schedule: readonly PollSchedule[]; asOf: Date },
): Promise<ResourceStatus[]> {
  return await asViewer(db, viewer, (trx) => readIngestionStatus(trx, question));
}

const statusRows = sql<StatusRow>`
  select stored.resource, stored.records, stored.is_estimate, reading.failures_in_a_row, reading.cursor_at,
    change.finished_at, change.inserted, change.updated, running.started_at as running_since, running.received,
    running.total_expected, coalesce(quarantine.records, 0) as quarantined,
    (select count(*)::integer from held_records where resource = stored.resource) as held
  from stored_records() as stored
  left join ingestion_cursors as reading using (resource)
  left join open_quarantine_counts as quarantine using (resource)
  left join lateral (
    select finished_at, inserted, updated from ingestion_runs
    where resource = stored.resource and state = 'succeeded' and inserted + updated > 0
    order by started_at desc limit 1) as change on true
  left join lateral (
    select started_at, received, total_expected, state from ingestion_runs
    where resource = stored.resource and trigger <> 'import'
    order by started_at desc limit 1) as running on running.state = 'running'`;

function statusOf(row: StatusRow): Omit<ResourceStatus, keyof ResourceAge> {
  const finishedAt = row.finished_at?.toISOString();
  return {
    failuresInARow: row.failures_in_a_row ?? 0,
    lastChange:
      finishedAt === undefined
        ? null
        : { finishedAt, inserted: row.inserted ?? 0, updated: row.updated ?? 0 },
    newestChangeAt: row.cursor_at?.toISOString() ?? null,
    stored: { records: row.records, isEstimate: row.is_estimate },
    quarantined: row.quarantined,
    held: row.held,
    running:
      row.running_since === null
        ? null
        : {
            startedAt: row.running_since.toISOString(),
            received: row.received ?? 0,
            totalExpected: row.total_expected,
          },
  };
}
