import type { BulkConnection } from "#db/bulk-connection.ts";
import type { Database } from "#db/client.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Resource } from "#sources/source.ts";
import type { RunCounts } from "./runs.ts";

/** What ingestion works with; a job's context and a command's context both give it. */
export type IngestionContext = {
  db: Database;
  /** Connections that hold a lock as long as the work lasts, not behind a pooler; those of `db` where there are none. */
  locks?: Database;
  now: Clock;
  log: Log;
  signal?: AbortSignal;
  /** Where given, what finds its table empty is loaded in bulk: many times faster, and nobody reads the table until it ends. */
  bulk?: BulkConnection;
  /** Records so far, of how many are expected; null where that is not known. */
  progress(done: number, total: number | null, note?: string): Promise<void>;
};

export type IngestionSummary = { resource: Resource } & RunCounts;
