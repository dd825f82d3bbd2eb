import type { Item, Resource } from "#sources/source.ts";
import { type Batch, createBatchBuilder } from "./batch.ts";
import type { Reached } from "./runs.ts";

/** Items that arrived together: a page, or a stretch of a file. */
export type Arrival<R extends Resource> = {
  items: readonly Item<R>[];
  unknownFields: readonly string[];
  reached: Reached | null;
  totalExpected: number | null;
};

export type FilledBatch<R extends Resource> = {
  batch: Batch<R>;
  unknownFields: readonly string[];
  reached: Reached | null;
  totalExpected: number | null;
};

/**
 * Puts arrivals together to batches of about `batchRecords`. Where reading fails, what has arrived is handed
 * out first: a source that breaks off again and again still lets us come further each time.
 */
export async function* fillBatches<R extends Resource>(
  resource: R,
  arrivals: AsyncIterable<Arrival<R>>,
  batchRecords: number,
): AsyncGenerator<FilledBatch<R>> {
  let filling = startBatch(resource);
  let fault: { error: unknown } | null = null;
  try {
    for await (const arrival of arrivals) {
      filling.add(arrival);
      if (filling.size() < batchRecords) continue;
      yield filling.finish();
      filling = startBatch(resource);
    }
  } catch (error) {
    fault = { error };
  }
  if (filling.size() > 0) yield filling.finish();
  if (fault !== null) throw fault.error;
}

function startBatch<R extends Resource>(resource: R) {
  const builder = createBatchBuilder(resource);
  const unknownFields = new Set<string>();
  let last: Arrival<R> | null = null;
  return {
    size: () => builder.size,
    add(arrival: Arrival<R>) {
      builder.add(arrival.items);
      for (const field of arrival.unknownFields) unknownFields.add(field);
      last = arrival;
    },
    finish: (): FilledBatch<R> => ({
      batch: builder.build(),
      unknownFields: [...unknownFields],
      reached: last?.reached ?? null,
      totalExpected: last?.totalExpected ?? null,
    }),
  };
}
