import { sql } from "kysely";
import type { BulkConnection } from "#db/bulk-connection.ts";
import type { Trx } from "#db/transaction.ts";
import type { Records, Resource } from "#sources/source.ts";
import type { Batch } from "../batch.ts";
import type { FilledBatch } from "../fill-batches.ts";
import { keepRejected, settleQuarantine } from "../quarantine.ts";
import type { Reached } from "../runs.ts";
import type { BatchTally } from "../write-batch.ts";
import type { BulkTarget, CopyInto } from "./bulk-target.ts";
import type { IdSet } from "./id-set.ts";
import { openLeftovers, putAside } from "./leftovers.ts";
import { heldIds } from "./stored-ids.ts";

type Options<R extends Resource> = {
  connection: BulkConnection;
  trx: Trx;
  target: BulkTarget<R>;
  /** Tables that were made in this transaction. */
  anew: ReadonlySet<string>;
  resource: R;
  origin: string;
  now: () => Date;
};

/** Writes batches into empty tables: plain records by COPY, the others aside, rejected ones into quarantine. */
export class BulkWriter<R extends Resource> {
  /** Records that were written as they came. */
  plain = 0;
  readonly tally: { -readonly [K in keyof BatchTally]: BatchTally[K] };
  /** How far reading has come, and of how many; null for a file. */
  reached: Reached | null = null;
  totalExpected: number | null = null;
  readonly rejection = { newlyRejected: 0, settled: 0 };
  readonly unknownFields = new Set<string>();
  private readonly options: Options<R>;
  private readonly isPlain: (record: Records[R]) => boolean;
  /** Ids that are known: held ones from before, and all that have come. */
  private readonly known: IdSet;
  private hasOpen: boolean;

  private constructor(
    options: Options<R>,
    isPlain: (record: Records[R]) => boolean,
    known: IdSet,
    hasOpen: boolean,
  ) {
    this.options = options;
    this.isPlain = isPlain;
    this.known = known;
    this.hasOpen = hasOpen;
    this.tally = { resource: options.resource, received: 0, superseded: 0, rejectedCount: 0, pages: 0 };
  }

  static async open<R extends Resource>(options: Options<R>): Promise<BulkWriter<R>> {
    const { trx, target, resource } = options;
    await openLeftovers(trx);
    const isPlain = await target.prepare(trx);
    const known = await heldIds(trx, resource);
    const { rows } = await sql`
      select from quarantined_records where resource = ${resource} and state = 'open' limit 1`.execute(trx);
    return new BulkWriter(options, isPlain, known, rows.length > 0);
  }

  async write({ batch, unknownFields, reached, totalExpected }: FilledBatch<R>): Promise<void> {
    const plain: Records[R][] = [];
    const others: Records[R][] = [];
    for (const record of batch.records) (this.takesAsItIs(record) ? plain : others).push(record);
    for (const copy of this.options.target.copies) await this.copy(copy, plain);
    await putAside(this.options.trx, others);
    await this.dealWithRejected(batch);
    this.plain += plain.length;
    this.tally.received += batch.received;
    this.tally.superseded += batch.superseded;
    this.tally.rejectedCount += batch.rejectedCount;
    this.tally.pages += batch.pages;
    for (const field of unknownFields) this.unknownFields.add(field);
    this.reached = reached ?? this.reached;
    this.totalExpected = totalExpected ?? this.totalExpected;
  }

  private takesAsItIs(record: Records[R]): boolean {
    // Subjects alone have no id, and are never loaded in bulk.
    return this.known.add((record as { id: number }).id) && this.isPlain(record);
  }

  private async copy({ table, columns, lines }: CopyInto<Records[R]>, records: readonly Records[R][]) {
    let text = "";
    for (const record of records) text += lines(record);
    if (text === "") return;
    const { connection, anew } = this.options;
    const frozen = anew.has(table) ? " with (freeze)" : "";
    await connection.copy(`copy ${table} (${columns}) from stdin${frozen}`, text);
  }

  private async dealWithRejected(batch: Batch): Promise<void> {
    const { trx, resource, origin, now } = this.options;
    if (batch.rejected.length > 0) {
      this.rejection.newlyRejected += await keepRejected(trx, resource, origin, batch.rejected, now());
      this.hasOpen = true;
    }
    if (this.hasOpen) this.rejection.settled += await settleQuarantine(trx, batch, now());
  }
}
