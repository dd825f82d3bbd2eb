import { sql } from "kysely";
import { z } from "zod";
import { defineJob, type JobContext } from "#platform/queue/job.ts";

/** Months for which time series have partitions ahead of the present one. */
const monthsAhead = 3;
/** Days that events are kept: a browser that was away longer reads everything anew. */
const eventDays = 7;
/** Days that change records are kept after every consumer has dealt with them. */
const changeDays = 7;
/** Days that the record of each poll, each health pass and each job that ran is kept. */
const runDays = 30;
/** Days that a written push is known by its id, so that the same one again is not taken for another. */
const pushDays = 7;
/** Days that the report of a comparison with the source is kept. */
const reconciliationDays = 90;
/** Days that records stay after they left quarantine, with what was done about them. */
const closedQuarantineDays = 180;
/** Days that measures of data quality are kept: a year and a month, to compare with the year before. */
const qualityDays = 400;
const rowsPerDelete = 20_000;

/** Makes the monthly partitions of the time to come, where TimescaleDB does not. */
export const keepPartitions = defineJob({
  name: "upkeep.partitions",
  schema: z.object({}),
  tries: 5,
  backoffSeconds: 60,
  exclusiveKey: () => "all",
  async run({ db }) {
    await sql`select ensure_month_partitions(partrelid::regclass::text, current_date, ${monthsAhead + 1})
      from pg_partitioned_table where partrelid::regclass::text not like '%.%'`.execute(db);
  },
});

/** Removes events, change records and records of runs that nobody needs any more. */
export const trimLogs = defineJob({
  name: "upkeep.trim-logs",
  schema: z.object({}),
  tries: 5,
  backoffSeconds: 60,
  exclusiveKey: () => "all",
  async run(ctx) {
    // The newest event stays, so that the log never forgets its number.
    const events = await deleteInBatches(
      ctx,
      () => sql`delete from event_log where event_id in (
        select event_id from event_log
        where occurred_at < clock_timestamp() - make_interval(days => ${eventDays})
          and event_id < (select max(event_id) from event_log)
        limit ${rowsPerDelete})`,
    );
    const changes = await deleteInBatches(
      ctx,
      () => sql`delete from change_log where change_id in (
        select change_id from change_log
        where changed_at < clock_timestamp() - make_interval(days => ${changeDays})
          and change_id <= (select coalesce(min(change_id), 0) from change_consumers)
        limit ${rowsPerDelete})`,
    );
    const runs = await deleteInBatches(
      ctx,
      () => sql`delete from ingestion_runs where run_id in (
        select run_id from ingestion_runs
        where state <> 'running' and started_at < clock_timestamp() - make_interval(days => ${runDays})
        limit ${rowsPerDelete})`,
    );
    const passes = await deleteInBatches(
      ctx,
      () => sql`delete from health_passes where pass_id in (
        select pass_id from health_passes
        where started_at < clock_timestamp() - make_interval(days => ${runDays})
          and pass_id < (select max(pass_id) from health_passes)
        limit ${rowsPerDelete})`,
    );
    const pushes = await deleteInBatches(
      ctx,
      () => sql`delete from pushed_batches where batch_number in (
        select batch_number from pushed_batches
        where written_at < clock_timestamp() - make_interval(days => ${pushDays})
        limit ${rowsPerDelete})`,
    );
    const jobs = await deleteInBatches(
      ctx,
      () => sql`delete from job_runs where (queue_job_id, started_at) in (
        select queue_job_id, started_at from job_runs
        where started_at < now() - make_interval(days => ${runDays})
        limit ${rowsPerDelete})`,
    );
    const quality = await trimDataQuality(ctx);
    ctx.log.info(quality, "trimmed what was dealt with in quarantine, and old measures of data quality");
    const reconciliations = await trimReconciliations(ctx);
    ctx.log.info({ reconciliations }, "trimmed the reports of reconciliations");
    ctx.log.info({ events, changes, runs, passes, pushes, jobs }, "trimmed the logs");
  },
});

/** What stands in quarantine stays, however old it is. */
async function trimDataQuality(ctx: JobContext): Promise<{ quarantined: number; measures: number }> {
  const quarantined = await deleteInBatches(
    ctx,
    () => sql`delete from quarantined_records where quarantine_id in (
      select quarantine_id from quarantined_records
      where state <> 'open' and closed_at < clock_timestamp() - make_interval(days => ${closedQuarantineDays})
      limit ${rowsPerDelete})`,
  );
  const measures = await deleteInBatches(
    ctx,
    () => sql`delete from data_quality_hours where (resource, hour) in (
      select resource, hour from data_quality_hours
      where hour < clock_timestamp() - make_interval(days => ${qualityDays})
      limit ${rowsPerDelete})`,
  );
  return { quarantined, measures };
}

/** The newest report of a resource stays, however old it is: it is what is known. */
async function trimReconciliations(ctx: JobContext): Promise<number> {
  return await deleteInBatches(
    ctx,
    () => sql`delete from reconciliations where reconciliation_id in (
      select old.reconciliation_id from reconciliations old
      where old.state <> 'running' and old.started_at < clock_timestamp() - make_interval(days => ${reconciliationDays})
        and exists (select from reconciliations newer
          where newer.resource = old.resource and newer.reconciliation_id > old.reconciliation_id)
      limit ${rowsPerDelete})`,
  );
}

async function deleteInBatches({ db, signal }: JobContext, statement: () => ReturnType<typeof sql>) {
  let removed = 0;
  for (;;) {
    signal.throwIfAborted();
    const { numAffectedRows = 0n } = await statement().execute(db);
    removed += Number(numAffectedRows);
    if (Number(numAffectedRows) < rowsPerDelete) return removed;
  }
}
