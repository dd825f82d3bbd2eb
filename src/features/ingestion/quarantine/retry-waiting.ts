import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";
import type { IngestionContext } from "../ingestion-context.ts";
import { quarantine } from "../weights.ts";
import type { ReadRecordText } from "./check-edit.ts";
import { announce } from "./request-retry.ts";
import { type Outcome, retryRecord } from "./retry-record.ts";

type WaitingRow = { action_id: number; resource: Resource; request_id: string };

export type RetryCounts = Partial<Record<Outcome, number>>;

/** Works off the retries that wait, the oldest first, and lets pages follow. Answers how each ended. */
export async function retryWaiting(ctx: IngestionContext, readText: ReadRecordText): Promise<RetryCounts> {
  const counts: RetryCounts = {};
  let done = 0;
  let lastId = 0;
  const notices = createNotices(ctx);
  for (;;) {
    const waiting = await readWaiting(ctx.db, lastId);
    if (waiting.length === 0) break;
    for (const { action_id: actionId, resource, request_id: requestId } of waiting) {
      ctx.signal?.throwIfAborted();
      const outcome = await retryRecord(ctx.db, { actionId, resource, now: ctx.now(), readText });
      lastId = actionId;
      if (outcome === null) continue;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      await notices.ended(requestId);
      await ctx.progress(++done, null);
    }
  }
  await notices.flush();
  return counts;
}

async function readWaiting(db: Database, afterId: number): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select action.action_id, kept.resource, action.request_id
    from quarantine_actions as action join quarantined_records as kept using (quarantine_id)
    where action.finished_at is null and action.action_id > ${afterId}
    order by action.action_id limit ${quarantine.retriesPerRead}`.execute(db);
  return rows;
}

/** One event for the retries of half a second, one more at the end. */
function createNotices(ctx: IngestionContext) {
  let unsaid: string | null = null;
  let saidAt = performance.now();
  const flush = async () => {
    if (unsaid === null) return;
    const requestId = unsaid;
    unsaid = null;
    saidAt = performance.now();
    await inTransaction(ctx.db, async (trx) => await announce(trx, requestId));
  };
  return {
    flush,
    async ended(requestId: string): Promise<void> {
      unsaid = requestId;
      if (performance.now() - saidAt >= quarantine.noticeMs) await flush();
    },
  };
}
