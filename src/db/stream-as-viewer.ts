import { type RawBuilder, sql } from "kysely";
import type { Viewer } from "#platform/viewer.ts";
import type { Database } from "./client.ts";
import { setViewer, type Trx } from "./transaction.ts";

/**
 * What a long reading gives, piece by piece, all of one instant, with row-level security knowing who asks. Holds one
 * connection until it is read to the end or given up: the server cuts off a reader who takes nothing for a minute.
 */
export async function* streamAsViewer<Piece>(
  db: Database,
  viewer: Viewer,
  read: (trx: Trx) => AsyncGenerator<Piece>,
): AsyncGenerator<Piece> {
  const trx = await db
    .startTransaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute();
  try {
    await setViewer(trx, viewer);
    yield* read(trx);
  } finally {
    // Nothing was written: there is nothing to commit, whether it came to its end or not.
    await trx.rollback().execute();
  }
}

/** The rows of a query in batches, through a cursor: the server's memory and ours stay flat however many there are. */
export async function* fetchInBatches<Row>(
  trx: Trx,
  query: RawBuilder<Row>,
  batchSize: number,
): AsyncGenerator<Row[]> {
  await sql`declare batches no scroll cursor for ${query}`.execute(trx);
  for (;;) {
    const { rows } = await sql<Row>`fetch forward ${sql.lit(batchSize)} from batches`.execute(trx);
    if (rows.length > 0) yield rows;
    if (rows.length < batchSize) break;
  }
  await sql`close batches`.execute(trx);
}
