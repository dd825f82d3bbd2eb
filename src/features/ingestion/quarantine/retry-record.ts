import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";
import { createBatchBuilder, recordKey } from "../batch.ts";
import { noRunCounts, type RunCounts } from "../runs.ts";
import { lockForWriting } from "../write/write-lock.ts";
import { writeBatchWithin } from "../write-batch.ts";
import { faultsInWords, type ReadRecordText } from "./check-edit.ts";
import type { outcomes } from "./schemas.ts";
import { newestVersionAt } from "./stored-version.ts";

export type Outcome = (typeof outcomes)[number];

/** What came of a retry, with a sentence where a word does not say it all. */
type Ended = { outcome: Outcome; note: string | null };

type One = { resource: Resource; now: Date; readText: ReadRecordText };

type Waiting = {
  quarantine_id: number;
  state: string;
  origin: string;
  text: string;
  is_same: boolean;
  actor_name: string;
};

/**
 * Writes one record that waits for its retry, by all the rules of a poll, and keeps what came of it in the same
 * transaction. An equal or newer version that is stored stays. Answers null where another process was faster.
 */
export async function retryRecord(
  db: Database,
  { actionId, ...one }: { actionId: number } & One,
): Promise<Outcome | null> {
  const { resource, now } = one;
  try {
    return await inTransaction(db, async (trx) => {
      await lockForWriting(trx, resource);
      const waiting = await lockWaiting(trx, actionId);
      if (waiting === null) return null;
      const ended = await tryToTake(trx, waiting, one);
      await finish(trx, actionId, ended, now);
      return ended.outcome;
    });
  } catch (error) {
    const refusal = databaseRefusal(error);
    if (refusal === null) throw error;
    const note = `The database refuses it: ${refusal}`;
    await inTransaction(db, async (trx) => await finish(trx, actionId, { outcome: "malformed", note }, now));
    return "malformed";
  }
}

/** Locks the action and its record before anything is written, so that no lock is waited for at the end. */
async function lockWaiting(trx: Trx, actionId: number): Promise<Waiting | null> {
  const { rows } = await sql<Waiting>`
    select kept.quarantine_id, kept.state, kept.origin, coalesce(action.edited_record, kept.record)::text as text,
      md5(kept.record::text) = action.record_hash as is_same, action.actor_name
    from quarantine_actions as action join quarantined_records as kept using (quarantine_id)
    where action.action_id = ${actionId} and action.finished_at is null
    for update skip locked`.execute(trx);
  return rows[0] ?? null;
}

async function tryToTake(trx: Trx, waiting: Waiting, { resource, now, readText }: One): Promise<Ended> {
  if (waiting.state !== "open") return { outcome: "closed", note: `It was ${waiting.state} meanwhile.` };
  if (!waiting.is_same) {
    return { outcome: "changed", note: "The source sent another version meanwhile: look at that one." };
  }
  const item = readText(resource, waiting.text);
  if (item.rejected !== undefined) return { outcome: "malformed", note: faultsInWords(item.rejected.faults) };
  const stored = await newestVersionAt(trx, resource, recordKey(item.record));
  if (stored !== null && stored.getTime() >= Date.parse(item.record.updatedAt)) {
    return { outcome: "stale", note: `A version of ${stored.toISOString()} is stored.` };
  }
  const builder = createBatchBuilder(resource);
  builder.add([item]);
  const counts = await writeBatchWithin(trx, builder.build(), {
    run: null,
    countsBefore: noRunCounts,
    totalExpected: null,
    reached: null,
    unknownFields: [],
    origin: waiting.origin,
    isArrival: false,
    now,
  });
  await resolve(trx, waiting, now);
  return endOf(counts);
}

function endOf(counts: RunCounts): Ended {
  if (counts.held === 0) return { outcome: "taken", note: null };
  return { outcome: "held", note: "It waits for its customer or tutor." };
}

async function resolve(trx: Trx, { quarantine_id: id, actor_name: name }: Waiting, now: Date): Promise<void> {
  await sql`update quarantined_records
    set state = 'resolved', resolution = 'retry', closed_at = ${now}, closed_by = ${name}
    where quarantine_id = ${id}`.execute(trx);
}

async function finish(trx: Trx, actionId: number, { outcome, note }: Ended, now: Date): Promise<void> {
  await sql`update quarantine_actions set outcome = ${outcome}, outcome_note = ${note}, finished_at = ${now}
    where action_id = ${actionId} and finished_at is null`.execute(trx);
}

/** Data that break a type or a constraint: trying again would change nothing. */
function databaseRefusal(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return /^2[23]/.test(String(error.code)) ? error.message : null;
}
