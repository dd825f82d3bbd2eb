import type { Item, Resource } from "#sources/source.ts";
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
 * file says nothing of how far the source has been read.
 */
export async function importRecords(ctx: IngestionContext, file: RecordFile): Promise<IngestionSummary> {
  const run = await startRun(ctx.db, file.resource, "import", ctx.now());
  try {
    const counts = await loadArrivals(ctx, run, file.resource, file.origin, arrivals(ctx, file));
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
