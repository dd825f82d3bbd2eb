import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Item, Source } from "#sources/source.ts";
import { createBatchBuilder } from "./batch.ts";
import type { IngestionContext } from "./ingestion-context.ts";
import { noRunCounts } from "./runs.ts";
import { sourceOf } from "./source-of.ts";
import { missingFetchesPerPoll, missingRetryMinutes } from "./weights.ts";
import { arrayLiteral } from "./write/array-literal.ts";
import { lockForWriting } from "./write/write-lock.ts";
import { releaseCalls, releaseSessions } from "./write/write-records.ts";
import { announceChanges, writeBatch } from "./write-batch.ts";

type Waiting = "sessions" | "calls";
type Owner = "customers" | "tutors";

const missingColumn = { customers: "missing_customer_id", tutors: "missing_tutor_id" } as const;

/**
 * Asks the source for the customers and tutors that held records wait for, as many as one poll may, and
 * releases what was waiting. Answers how many held records were released.
 */
export async function fetchMissing(
  ctx: IngestionContext,
  sources: readonly Source[],
  waiting: Waiting,
): Promise<number> {
  if (!(await hasHeld(ctx.db, waiting))) return 0;
  let released = await releaseComplete(ctx.db, waiting);
  const customerIds = await missingIds(ctx, waiting, "customers");
  const tutorIds = waiting === "sessions" ? await missingIds(ctx, waiting, "tutors") : [];
  for (const [owner, ids] of [["customers", customerIds] as const, ["tutors", tutorIds] as const]) {
    if (ids.length === 0) continue;
    released += await fetchOwners(ctx, sourceOf(sources, owner), owner, ids);
    await markTried(ctx, waiting, owner, ids);
  }
  return released;
}

async function hasHeld(db: Database, waiting: Waiting): Promise<boolean> {
  const row = await db
    .selectFrom("held_records")
    .select("record_id")
    .where("resource", "=", waiting)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes held records of which nothing is missing any more. */
async function releaseComplete(db: Database, waiting: Waiting): Promise<number> {
  const isComplete = sql`
    (waiting.missing_customer_id is null or exists (select from customers where customer_id = waiting.missing_customer_id))
    and (waiting.missing_tutor_id is null or exists (select from tutors where tutor_id = waiting.missing_tutor_id))`;
  return await inTransaction(db, async (trx) => {
    await lockForWriting(trx, waiting);
    const release = waiting === "sessions" ? releaseSessions : releaseCalls;
    const { released, changes } = await release(trx, isComplete);
    await announceChanges(trx, { changes }, null);
    return released;
  });
}

async function missingIds(ctx: IngestionContext, waiting: Waiting, owner: Owner): Promise<number[]> {
  const column = sql.ref(missingColumn[owner]);
  const retryBefore = new Date(ctx.now().getTime() - missingRetryMinutes * 60_000);
  const { rows } = await sql<{ id: number }>`
    select ${column} as id from held_records
    where resource = ${waiting} and ${column} is not null and last_tried_at < ${retryBefore}
    group by ${column} order by min(last_tried_at), ${column} limit ${missingFetchesPerPoll}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

async function fetchOwners(
  ctx: IngestionContext,
  source: Source,
  owner: Owner,
  ids: readonly number[],
): Promise<number> {
  const found = await Promise.all(ids.map((id) => source.fetchOne(owner, id, ctx.signal)));
  const builder = createBatchBuilder<Owner>(owner);
  builder.add(found.filter((item): item is Item<Owner> => item !== null));
  if (builder.size === 0) return 0;
  const counts = await writeBatch(ctx.db, builder.build(), {
    run: null,
    countsBefore: noRunCounts,
    totalExpected: null,
    reached: null,
    unknownFields: [],
    origin: source.name,
    now: ctx.now(),
  });
  return counts.released;
}

async function markTried(
  ctx: IngestionContext,
  waiting: Waiting,
  owner: Owner,
  ids: readonly number[],
): Promise<void> {
  await sql`update held_records set last_tried_at = ${ctx.now()}
    where resource = ${waiting}
      and ${sql.ref(missingColumn[owner])} = any (${arrayLiteral(ids, (id) => id)}::bigint[])`.execute(
    ctx.db,
  );
}
