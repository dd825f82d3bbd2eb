import type { Instant, Item, Records, RejectedRecord, Resource } from "#sources/source.ts";

export type RejectedEntry = { rejected: RejectedRecord; seenCount: number };

/** Records that are written in one transaction, each id at most once. */
export type Batch<R extends Resource = Resource> = {
  resource: R;
  records: readonly Records[R][];
  /** One entry for each record that cannot be taken, the one received last. */
  rejected: readonly RejectedEntry[];
  /** Keys whose last received version is valid: an earlier rejected one is thereby settled. */
  settled: readonly { key: string; updatedAt: Instant }[];
  received: number;
  /** Valid records that a later received or newer version of the same batch replaced. */
  superseded: number;
  rejectedCount: number;
  pages: number;
};

export type BatchBuilder<R extends Resource> = {
  readonly size: number;
  add(items: readonly Item<R>[]): void;
  build(): Batch<R>;
};

/** The id as text, or the code: what names a record within its resource. */
export function recordKey(record: Records[Resource]): string {
  return "code" in record ? record.code : String(record.id);
}

/**
 * Collects items in the order in which they were received. Of several versions of one id it keeps the newest,
 * and of those with the same `updated_at` the one received last.
 */
export function createBatchBuilder<R extends Resource>(resource: R): BatchBuilder<R> {
  const records = new Map<string, Records[R]>();
  const rejected = new Map<string, RejectedEntry>();
  const unsettled = new Set<string>();
  let received = 0;
  let rejectedCount = 0;
  let pages = 0;

  const accept = (record: Records[R]) => {
    const key = recordKey(record);
    unsettled.delete(key);
    const kept = records.get(key);
    if (kept === undefined || record.updatedAt >= kept.updatedAt) records.set(key, record);
  };
  const reject = (record: RejectedRecord) => {
    rejectedCount++;
    unsettled.add(record.key);
    rejected.set(record.key, {
      rejected: record,
      seenCount: (rejected.get(record.key)?.seenCount ?? 0) + 1,
    });
  };

  return {
    get size() {
      return received;
    },
    add(items) {
      pages++;
      received += items.length;
      for (const item of items) {
        if (item.rejected === undefined) accept(item.record);
        else reject(item.rejected);
      }
    },
    build: () => ({
      resource,
      records: [...records.values()],
      rejected: [...rejected.values()],
      settled: [...records.entries()]
        .filter(([key]) => !unsettled.has(key))
        .map(([key, { updatedAt }]) => ({ key, updatedAt })),
      received,
      superseded: received - rejectedCount - records.size,
      rejectedCount,
      pages,
    }),
  };
}
