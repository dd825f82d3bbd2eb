import type { BulkConnection } from "#db/bulk-connection.ts";
import type { Item, Resource } from "#sources/source.ts";
import { loadInBulk } from "./bulk/load-in-bulk.ts";
import type { IngestionContext, IngestionSummary } from "./ingestion-context.ts";
import { loadArrivals } from "./load-run.ts";
import { failRun, startRun, succeedRun } from "./runs.ts";

/** Records of a file in the order in which they stand there, some at a time. */
export type RecordFile<R extends Resource = Resource> = {
  resource: R;
  /** Kept with what is quarantined. */
  origin: string;
  chunks: AsyncIterable<{ items: readonly Item<R>[]; unknownFields: readonly string[] }>;
};

/**
 * Takes the records of a file by the same rules as those of a poll. The poll's cursor stays where it is: a
 * file says nothing of how far the source has been read. With a connection for it, what finds its table empty
 * is loaded in bulk.
 */
export async function importRecords(
  ctx: IngestionContext,
  file: RecordFile,
  bulk: BulkConnection | null = null,
): Promise<IngestionSummary> {
  const run = await startRun(ctx.db, file.resource, "import", ctx.now());
  try {
    const { resource, origin } = file;
    const reading = arrivals(ctx, file);
    const inBulk = bulk && (await loadInBulk(ctx, bulk, run, { resource, origin, arrivals: reading }));
    const counts = inBulk ?? (await loadArrivals(ctx, run, resource, origin, reading));
    await succeedRun(ctx.db, run, counts, ctx.now());
    return { resource: file.resource, ...counts };
  } catch (error) {
    await failRun(ctx.db, run, error, { now: ctx.now(), isStop: ctx.signal?.aborted === true });
    throw error;
  }
}

async function* arrivals(ctx: IngestionContext, file: RecordFile) {
  for await (const chunk of file.chunks) {
    ctx.signal?.throwIfAborted();
    yield { ...chunk, reached: null, totalExpected: null };
  }
}
