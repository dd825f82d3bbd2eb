import type { Trx } from "#db/transaction.ts";
import type { Records, Resource } from "#sources/source.ts";

/** One table that a record's rows go to. */
export type CopyInto<Row> = {
  table: string;
  columns: string;
  /** The record's rows in COPY's text form. */
  lines(record: Row): string;
};

/** How one resource is loaded into empty tables. */
export type BulkTarget<R extends Resource> = {
  copies: readonly CopyInto<Records[R]>[];
  /** Tables that `finish` fills with sums over the others. All of them must be empty. */
  sums: readonly string[];
  /**
   * Reads what it takes to tell which records are plain: those that the ordinary way would insert as they are, because all that
   * they refer to is there. The caller sees to it that each id comes once.
   */
  prepare(trx: Trx): Promise<(record: Records[R]) => boolean>;
  /** What the ordinary way does beside the rows, over all of them at once. */
  finish(trx: Trx): Promise<void>;
};

/** Blocks of ids that one set may note: 300 million ids that stand close together, or 100 MB. (2026-11) */
export const maxIdBlocks = 300_000;
