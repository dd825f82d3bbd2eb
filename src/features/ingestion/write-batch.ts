import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { appendEvents, type NewEvent } from "#platform/live/event.ts";
import type { Resource } from "#sources/source.ts";
import type { Batch } from "./batch.ts";
import { countQuality, type QualityCounts, recordDrift, stampNewlyHeld } from "./quality.ts";
import { keepRejected, settleQuarantine } from "./quarantine.ts";
import { moveCursor, type Reached, type Run, type RunCounts, saveProgress } from "./runs.ts";
import { lockForWriting } from "./write/write-lock.ts";
import { type Written, writeRecords } from "./write/write-records.ts";

export type BatchSurroundings = {
  /** Null for records that were asked for one by one. */
  run: Run | null;
  /** What the run had done before this batch. */
  countsBefore: RunCounts;
  totalExpected: number | null;
  /** Null where no cursor is to be moved. */
  reached: Reached | null;
  unknownFields: readonly string[];
  /** Name of the source or file, for quarantine. */
  origin: string;
  /** Whether the records arrived just now: a retry was measured on the day it came. */
  isArrival?: boolean;
  now: Date;
};

/**
 * Writes a batch in one transaction: records with their rollups and what they release, quarantine, measures,
 * cursor, progress, and last the change record and events, whose locks order them. Answers the run's counts.
 */
export async function writeBatch<R extends Resource>(
  db: Database,
  batch: Batch<R>,
  around: BatchSurroundings,
): Promise<RunCounts> {
  return await inTransaction(db, async (trx) => {
    await lockForWriting(trx, batch.resource);
    return await writeBatchWithin(trx, batch, around);
  });
}

/** The same inside a transaction that holds the lock of the resource and takes no other lock afterwards. */
export async function writeBatchWithin<R extends Resource>(
  trx: Trx,
  batch: Batch<R>,
  around: BatchSurroundings,
): Promise<RunCounts> {
  const { run, now } = around;
  const written = await writeRecords(trx, batch.resource, batch.records, run?.cursorFrom ?? null);
  const newlyRejected = await keepRejected(trx, batch.resource, around.origin, batch.rejected, now);
  const settled = await settleQuarantine(trx, batch, now);
  return await concludeWrite(trx, batch, written, { newlyRejected, settled }, around);
}

/** What a batch, or many that were written as one, held. */
export type BatchTally = Pick<Batch, "resource" | "received" | "superseded" | "rejectedCount" | "pages">;

/** The end of a write, in its transaction: measures, cursor, progress, and what is to be announced. Answers the run's counts. */
export async function concludeWrite(
  trx: Trx,
  batch: BatchTally,
  written: Written,
  { newlyRejected, settled }: { newlyRejected: number; settled: number },
  around: BatchSurroundings,
): Promise<RunCounts> {
  const { run, now, isArrival = true } = around;
  const drifted = await recordDrift(trx, batch.resource, around.unknownFields, now);
  const newlyHeld = written.counts.held === 0 ? 0 : await stampNewlyHeld(trx, batch.resource, now);
  if (isArrival) {
    const counts = qualityOf(batch, written, { newlyRejected, newlyHeld, drifted });
    await countQuality(trx, batch.resource, now, counts);
  }
  const counts = addToRun(around.countsBefore, batch, written);
  if (run !== null) {
    if (around.reached !== null) await moveCursor(trx, run, around.reached);
    await saveProgress(trx, run, counts, around.totalExpected);
  }
  await announceChanges(trx, written, run?.runId ?? null);
  // Whoever retries tells of many at once.
  if (isArrival && newlyRejected + settled > 0) await appendEvents(trx, [quarantineChanged(batch.resource)]);
  return counts;
}

const quarantineChanged = (resource: Resource): NewEvent => ({
  kind: "quarantine.changed",
  key: resource,
  payload: { requestId: null },
});

/** Appends the change record, then the events, of what was written. Nothing may come after it but the commit. */
export async function announceChanges(
  trx: Trx,
  written: Pick<Written, "changes">,
  runId: number | null,
): Promise<void> {
  for (const change of written.changes) await change.append(runId);
  await appendEvents(
    trx,
    written.changes.flatMap((change) => change.events),
  );
}

type New = { newlyRejected: number; newlyHeld: number; drifted: number };

function qualityOf(
  batch: BatchTally,
  { counts }: Written,
  { newlyRejected, newlyHeld, drifted }: New,
): QualityCounts {
  const knownBefore = batch.rejectedCount - newlyRejected + counts.held - newlyHeld;
  return {
    received: batch.received,
    accepted: counts.inserted + counts.updated,
    unchanged: counts.unchanged + counts.stale + batch.superseded + knownBefore,
    quarantined: newlyRejected,
    late: counts.late,
    orphaned: newlyHeld,
    drifted,
  };
}

function addToRun(before: RunCounts, batch: BatchTally, { counts, released }: Written): RunCounts {
  return {
    pages: before.pages + batch.pages,
    received: before.received + batch.received,
    inserted: before.inserted + counts.inserted,
    updated: before.updated + counts.updated,
    unchanged: before.unchanged + counts.unchanged + batch.superseded,
    stale: before.stale + counts.stale,
    quarantined: before.quarantined + batch.rejectedCount,
    held: before.held + counts.held,
    released: before.released + released,
  };
}
