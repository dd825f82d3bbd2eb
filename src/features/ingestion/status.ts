import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { Viewer } from "#platform/viewer.ts";
import { type ResourceAge, readDataAge } from "./data-age.ts";
import type { PollSchedule } from "./poll-schedule.ts";

export type ResourceStatus = ResourceAge & {
  failuresInARow: number;
  /** The last run that ended with success and brought something. */
  lastChange: { finishedAt: string; inserted: number; updated: number } | null;
  quarantined: number;
  held: number;
};

type StatusInput = { schedule: readonly PollSchedule[]; asOf: Date };

type CountRow = {
  resource: string;
  failures_in_a_row: number;
  finished_at: Date | null;
  inserted: number | null;
  updated: number | null;
  quarantined: number;
  held: number;
};

/** Where the reading of each resource stands as of `asOf`, in the order in which they are read. */
export async function readIngestionStatus(
  { db, viewer }: { db: Database; viewer: Viewer },
  input: StatusInput,
): Promise<ResourceStatus[]> {
  return await asViewer(db, viewer, async (trx) => await resourceStatuses(trx, input));
}

async function resourceStatuses(db: Trx, { schedule, asOf }: StatusInput): Promise<ResourceStatus[]> {
  const { resources } = await readDataAge(db, { schedule, asOf });
  const { rows } = await sql<CountRow>`
    select reading.resource, reading.failures_in_a_row, run.finished_at, run.inserted, run.updated,
      (select count(*)::int from quarantined_records where resource = reading.resource and state = 'open') as quarantined,
      (select count(*)::int from held_records where resource = reading.resource) as held
    from ingestion_cursors as reading
    left join lateral (
      select finished_at, inserted, updated from ingestion_runs
      where resource = reading.resource and state = 'succeeded' and inserted + updated > 0
      order by started_at desc limit 1) as run on true`.execute(db);
  const byResource = new Map(rows.map((row) => [row.resource, row]));
  return resources.map((age) => ({ ...age, ...toCounts(byResource.get(age.resource)) }));
}

function toCounts(row: CountRow | undefined): Omit<ResourceStatus, keyof ResourceAge> {
  const finishedAt = row?.finished_at?.toISOString();
  return {
    failuresInARow: row?.failures_in_a_row ?? 0,
    lastChange:
      finishedAt === undefined
        ? null
        : { finishedAt, inserted: row?.inserted ?? 0, updated: row?.updated ?? 0 },
    quarantined: row?.quarantined ?? 0,
    held: row?.held ?? 0,
  };
}
