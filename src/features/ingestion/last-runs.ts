import type { Trx } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";

export type LastRun = {
  id: number;
  trigger: string;
  state: string;
  startedAt: Date;
  finishedAt: Date | null;
  received: number;
  inserted: number;
  updated: number;
  quarantined: number;
  held: number;
  error: string | null;
};

const shownRuns = 50;

/** The last times that a resource was read, newest first. */
export async function readLastRuns(trx: Trx, resource: Resource): Promise<LastRun[]> {
  return await trx
    .selectFrom("ingestion_runs")
    .select([
      "run_id as id",
      "trigger",
      "state",
      "started_at as startedAt",
      "finished_at as finishedAt",
      "received",
      "inserted",
      "updated",
      "quarantined",
      "held",
      "error",
    ])
    .where("resource", "=", resource)
    .orderBy("started_at", "desc")
    .limit(shownRuns)
    .execute();
}
