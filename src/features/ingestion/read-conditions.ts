import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { readDataAge } from "./data-age.ts";
import { type DataCondition, dataConditions, type ReconciliationNow } from "./data-conditions.ts";
import type { PollSchedule } from "./poll-schedule.ts";
import { readQualityNow } from "./read-quality.ts";

export type ConditionsQuestion = {
  schedule: readonly PollSchedule[];
  businessTimezone: string;
  /** Null where the queue could not be asked. */
  deadJobs: number | null;
  asOf: Date;
};

/** What is wrong with the data as of `asOf`. What reconciliation found, only administrators see. */
export async function readDataConditions(
  trx: Trx,
  { schedule, businessTimezone, deadJobs, asOf }: ConditionsQuestion,
): Promise<DataCondition[]> {
  const { resources } = await readDataAge(trx, { schedule, asOf });
  const failures = await trx
    .selectFrom("ingestion_cursors")
    .select(["resource", "failures_in_a_row"])
    .execute();
  return dataConditions({
    reading: resources.map((age) => ({
      ...age,
      failuresInARow: failures.find(({ resource }) => resource === age.resource)?.failures_in_a_row ?? 0,
    })),
    quality: await readQualityNow(trx, { asOf, businessTimezone }),
    deadJobs,
    reconciliation: await readReconciliation(trx),
  });
}

async function readReconciliation(trx: Trx): Promise<ReconciliationNow[]> {
  const { rows } = await sql<ReconciliationNow>`
    select distinct on (resource) resource, state, missing, extra, mended, guard from reconciliations
    where state not in ('running', 'failed') order by resource, reconciliation_id desc`.execute(trx);
  return rows;
}
