import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import type { ReadPush, Resource, Source } from "#sources/source.ts";
import { createBatchBuilder } from "../batch.ts";
import { fetchMissing } from "../fetch-missing.ts";
import type { IngestionContext } from "../ingestion-context.ts";
import { noRunCounts, type RunCounts } from "../runs.ts";
import { batchRecords, mostPushesPerBatch } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { lockForWriting } from "../write/write-lock.ts";
import { writeBatchWithin } from "../write-batch.ts";

type Stretch = { resource: Resource; pushes: readonly { number: number; text: string }[] };

export type PushSummary = { pushes: number; records: number };

/**
 * Writes every push that waits, in the order in which those of a resource arrived; small ones that follow each
 * other share a transaction. What the web process kept is all that is needed: a queue entry may be lost. A
 * resource whose pushes cannot be written does not keep the others; its error is thrown at the end.
 */
export async function writePushes(
  ctx: IngestionContext,
  sources: readonly Source[],
  read: ReadPush,
): Promise<PushSummary> {
  const summary: PushSummary = { pushes: 0, records: 0 };
  const faults = new Map<Resource, unknown>();
  for (;;) {
    ctx.signal?.throwIfAborted();
    const stretch = await nextStretch(ctx.db, [...faults.keys()]);
    if (stretch === null) break;
    try {
      const counts = await writeStretch(ctx, stretch, read);
      summary.pushes += stretch.pushes.length;
      summary.records += counts.received;
      if (counts.held > 0) await askForMissing(ctx, sources, stretch.resource);
      await ctx.progress(summary.records, null);
    } catch (error) {
      ctx.log.warn({ err: error, resource: stretch.resource }, "pushes could not be written");
      faults.set(stretch.resource, error);
    }
  }
  for (const error of faults.values()) throw error;
  return summary;
}

/** The oldest pushes of the resource that has waited longest, about as many as one transaction should write. */
async function nextStretch(db: Database, without: readonly Resource[]): Promise<Stretch | null> {
  const { rows } = await sql<{ number: number; resource: Resource; text: string }>`
    with oldest as (
      select resource from pushed_batches
      where written_at is null and resource <> all (${arrayLiteral(without, (name) => name)}::text[])
      order by batch_number limit 1),
    waiting as (
      select batch_number, received from pushed_batches
      where written_at is null and resource = (select resource from oldest)
      order by batch_number limit ${mostPushesPerBatch}),
    counted as (
      select batch_number, received, sum(received) over (order by batch_number) as upto from waiting)
    select batch_number as number, resource, body as text
    from counted join pushed_batches using (batch_number)
    where written_at is null and (upto <= ${batchRecords} or upto = counted.received)
    order by batch_number`.execute(db);
  const [first] = rows;
  return first === undefined ? null : { resource: first.resource, pushes: rows };
}

async function writeStretch(
  ctx: IngestionContext,
  { resource, pushes }: Stretch,
  read: ReadPush,
): Promise<RunCounts> {
  const builder = createBatchBuilder(resource);
  const unknownFields = new Set<string>();
  for (const { text } of pushes) {
    const records = read(resource, text);
    builder.add(records.items);
    for (const field of records.unknownFields) unknownFields.add(field);
  }
  const around = {
    // A push shows only what it carries: it moves no cursor, and is no proof of having read everything.
    run: null,
    reached: null,
    countsBefore: noRunCounts,
    totalExpected: null,
    unknownFields: [...unknownFields],
    origin: "push",
    now: ctx.now(),
  };
  return await inTransaction(ctx.db, async (trx) => {
    await lockForWriting(trx, resource);
    await markWritten(trx, pushes);
    return await writeBatchWithin(trx, builder.build(), around);
  });
}

/** In the transaction of the records, so that nothing is written twice, whoever else is writing. */
async function markWritten(trx: Trx, pushes: Stretch["pushes"]): Promise<void> {
  const { numAffectedRows } = await sql`
    update pushed_batches set written_at = clock_timestamp(), body = null
    where batch_number = any (${arrayLiteral(pushes, ({ number }) => number)}::bigint[]) and written_at is null`.execute(
    trx,
  );
  if (Number(numAffectedRows) === pushes.length) return;
  throw new AppError("conflict", "Another worker has written these pushes meanwhile.");
}

/** What was pushed may refer to rows that no poll has brought yet. Pushes are written whether or not they are found. */
async function askForMissing(
  ctx: IngestionContext,
  sources: readonly Source[],
  resource: Resource,
): Promise<void> {
  const isServed = sources.some((source) => source.resources.includes("customers"));
  if (!isServed || (resource !== "sessions" && resource !== "calls")) return;
  await fetchMissing(ctx, sources, resource).catch((error: unknown) => {
    ctx.signal?.throwIfAborted();
    ctx.log.warn(
      { err: error, resource },
      "what pushed records wait for could not be fetched; the next poll asks again",
    );
  });
}
