import { sql } from "kysely";
import type { BulkConnection } from "#db/bulk-connection.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import type { Resource } from "#sources/source.ts";
import { type Arrival, fillBatches } from "../fill-batches.ts";
import type { IngestionContext } from "../ingestion-context.ts";
import { noRunCounts, type Run, type RunCounts } from "../runs.ts";
import { batchRecords } from "../weights.ts";
import { lockForWriting } from "../write/write-lock.ts";
import { type Change, releaseCalls, releaseSessions, type Written } from "../write/write-records.ts";
import { concludeWrite } from "../write-batch.ts";
import { writeBehind } from "../write-behind.ts";
import type { BulkTarget } from "./bulk-target.ts";
import { BulkWriter } from "./bulk-writer.ts";
import { callTarget } from "./call-target.ts";
import { customerTarget } from "./customer-target.ts";
import { writeLeftovers } from "./leftovers.ts";
import { sessionTarget } from "./session-target.ts";
import { makeAnew, putOnIndexes, takeOffIndexes } from "./table-frame.ts";

const targets: { [R in Resource]?: () => BulkTarget<R> } = {
  customers: customerTarget,
  sessions: sessionTarget,
  calls: callTarget,
};

/**
 * Loads a resource into its empty table: rows by COPY while the table has no indexes, then indexes and rollups
 * over all rows at once. The result is that of the ordinary way, to the byte. All of it is one transaction: a load
 * that is killed leaves nothing behind and is simply run again. Until it ends, readers of the table and of those that it
 * refers to wait.
 *
 * Answers null, having read nothing, where nobody asked for it, the resource is too small to need it, or something
 * has been read before.
 */
export async function loadInBulk<R extends Resource>(
  ctx: IngestionContext,
  run: Run,
  file: { resource: R; origin: string; arrivals: AsyncIterable<Arrival<R>> },
): Promise<RunCounts | null> {
  const target = targets[file.resource]?.() as BulkTarget<R> | undefined;
  const connection = ctx.bulk;
  if (target === undefined || connection === undefined || run.cursorFrom !== null) return null;
  const reading = untilFault(file.arrivals, ctx.signal);
  const counts = await inTransaction(connection.db, async (trx) => {
    // Taking the tables may meet a reader that has some of them and wants others; then it is tried again. Later
    // there is nothing left to wait for, and what has been read cannot be read again.
    reading.refuseIfBegun();
    await lockForWriting(trx, file.resource);
    if (!(await isEmpty(trx, tablesOf(target)))) return null;
    return await load({ ctx, connection, trx, run, target, ...file, arrivals: reading.arrivals });
  });
  if (counts !== null) reading.rethrow();
  return counts;
}

type Load<R extends Resource> = {
  ctx: IngestionContext;
  connection: BulkConnection;
  trx: Trx;
  run: Run;
  target: BulkTarget<R>;
  resource: R;
  origin: string;
  arrivals: AsyncIterable<Arrival<R>>;
};

async function load<R extends Resource>(load: Load<R>): Promise<RunCounts> {
  const { ctx, connection, trx, run, target, resource, origin } = load;
  const tables = tablesOf(target);
  const anew = await makeAnew(trx, tables);
  const taken = await takeOffIndexes(trx, tables);
  const writer = await BulkWriter.open({ connection, trx, target, anew, resource, origin, now: ctx.now });
  await writeBehind(fillBatches(resource, load.arrivals, batchRecords), async (filled) => {
    await writer.write(filled);
    await ctx.progress(writer.tally.received, writer.totalExpected);
  });
  const say = async (note: string) => {
    ctx.signal?.throwIfAborted();
    await ctx.progress(writer.tally.received, writer.totalExpected, note);
  };
  await say("rollups");
  await target.finish(trx);
  await putOnIndexes(trx, taken, (built) => say(`${built} of ${taken.length} indexes and keys built`));
  for (const table of tables) await sql`analyze ${sql.table(table)}`.execute(trx);
  const written = await writtenBy(trx, resource, writer.plain);
  return await concludeWrite(trx, writer.tally, written, writer.rejection, {
    run,
    origin,
    countsBefore: noRunCounts,
    totalExpected: writer.totalExpected,
    reached: writer.reached,
    unknownFields: [...writer.unknownFields],
    now: ctx.now(),
  });
}

/** The rest, which goes the ordinary way, and what all of it comes to. */
async function writtenBy(trx: Trx, resource: Resource, plain: number): Promise<Written> {
  const rest = await writeLeftovers(trx, resource);
  const counts = { ...rest, inserted: rest.inserted + plain };
  if (counts.inserted + counts.updated === 0) return { counts, released: 0, changes: [] };
  const { released, changes } =
    resource === "customers" ? await releaseAll(trx) : { released: 0, changes: [] };
  const own: Change = {
    append: async (runId) => {
      await sql`select append_change_of_everything(${resource}, ${runId}::bigint)`.execute(trx);
    },
    events: [
      { kind: "customers.bulk_changed", key: resource, payload: { count: await countCustomers(trx) } },
    ],
  };
  return { counts, released, changes: [own, ...changes] };
}

async function releaseAll(trx: Trx): Promise<Pick<Written, "released" | "changes">> {
  const isThere = sql`waiting.missing_customer_id in (select customer_id from customers)`;
  const calls = await releaseCalls(trx, isThere);
  const sessions = await releaseSessions(trx, isThere);
  return { released: calls.released + sessions.released, changes: [...calls.changes, ...sessions.changes] };
}

async function countCustomers(trx: Trx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from customers`.execute(
    trx,
  );
  return rows[0]?.count ?? 0;
}

const tablesOf = ({
  copies,
  sums,
}: Pick<BulkTarget<Resource>, "sums"> & { copies: readonly { table: string }[] }) => [
  ...copies.map(({ table }) => table),
  ...sums,
];

async function isEmpty(trx: Trx, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(trx);
    if (rows.length > 0) return false;
  }
  return true;
}

/** What stood before a place that cannot be read is taken, and the fault is told afterwards; a stop takes nothing. */
function untilFault<T>(arrivals: AsyncIterable<T>, signal: AbortSignal | undefined) {
  let fault: { error: unknown } | null = null;
  let hasBegun = false;
  return {
    arrivals: (async function* () {
      hasBegun = true;
      try {
        yield* arrivals;
      } catch (error) {
        if (signal?.aborted === true) throw error;
        fault = { error };
      }
    })(),
    refuseIfBegun() {
      if (hasBegun) throw new AppError("unavailable", "The database broke the load off; run it again.");
    },
    rethrow() {
      if (fault !== null) throw fault.error;
    },
  };
}
