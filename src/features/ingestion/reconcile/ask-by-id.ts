import type { Item, Source } from "#sources/source.ts";
import { createBatchBuilder } from "../batch.ts";
import type { IngestionContext } from "../ingestion-context.ts";
import { noRunCounts } from "../runs.ts";
import { writeBatch } from "../write-batch.ts";
import type { ReconciledResource } from "./reconciled-resource.ts";

export type Asked = { id: number; item: Item<ReconciledResource> | null };

/** Asks the source for each id; the client limits how many at the same time. Null: the source does not have it. */
export async function askById(
  { signal }: IngestionContext,
  source: Source,
  resource: ReconciledResource,
  ids: readonly number[],
): Promise<Asked[]> {
  return await Promise.all(
    ids.map(async (id) => ({ id, item: await source.fetchOne(resource, id, signal) })),
  );
}

/** Writes what the source answered, as a poll would: rows, rollups, quarantine, held records, change record. */
export async function writeAnswers(
  ctx: IngestionContext,
  source: Source,
  resource: ReconciledResource,
  asked: readonly Asked[],
): Promise<void> {
  const builder = createBatchBuilder<ReconciledResource>(resource);
  builder.add(asked.map(({ item }) => item).filter((item) => item !== null));
  if (builder.size === 0) return;
  await writeBatch(ctx.db, builder.build(), {
    run: null,
    countsBefore: noRunCounts,
    totalExpected: null,
    reached: null,
    unknownFields: [],
    origin: source.name,
    now: ctx.now(),
  });
}

/** Cuts a list into stretches of at most `size`. */
export function* inStretches(ids: readonly number[], size: number): Generator<readonly number[]> {
  for (let from = 0; from < ids.length; from += size) yield ids.slice(from, from + size);
}
