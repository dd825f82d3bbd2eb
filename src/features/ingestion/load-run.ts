import type { Resource } from "#sources/source.ts";
import { loadInBulk } from "./bulk/load-in-bulk.ts";
import { type Arrival, type FilledBatch, fillBatches } from "./fill-batches.ts";
import type { IngestionContext } from "./ingestion-context.ts";
import { noRunCounts, type Run, type RunCounts } from "./runs.ts";
import { batchRecords } from "./weights.ts";
import { writeBatch } from "./write-batch.ts";
import { writeBehind } from "./write-behind.ts";

/** Writes everything that arrives, in bulk where that is asked for and possible, otherwise batch by batch; answers what the run has done. */
export async function loadArrivals<R extends Resource>(
  ctx: IngestionContext,
  run: Run,
  resource: R,
  origin: string,
  arrivals: AsyncIterable<Arrival<R>>,
): Promise<RunCounts> {
  const inBulk = await loadInBulk(ctx, run, { resource, origin, arrivals });
  if (inBulk !== null) return inBulk;
  let counts = noRunCounts;
  const write = async ({ batch, ...around }: FilledBatch<R>) => {
    counts = await writeBatch(ctx.db, batch, {
      ...around,
      run,
      origin,
      countsBefore: counts,
      now: ctx.now(),
    });
    // The last row of a page comes again with the next one, so a little more is received than there is.
    await ctx.progress(Math.min(counts.received, around.totalExpected ?? Infinity), around.totalExpected);
  };
  await writeBehind(fillBatches(resource, arrivals, batchRecords), write);
  return counts;
}
