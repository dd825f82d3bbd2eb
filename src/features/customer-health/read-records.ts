import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import type { HealthRecords } from "./records.ts";
import {
  type CustomerSelection,
  type RecordsOptions,
  type RecordsRow,
  recordsQuery,
} from "./records-query.ts";
import type { HealthSettings } from "./weights.ts";

/** What is stored of a customer's health; null fields where nothing is. */
export type StoredOutcome = {
  hash: string | null;
  /** Of the records that it was computed from. */
  recordsHash: string | null;
  score: number | null;
  tier: string | null;
  unscoredReason: string | null;
};

export type CustomerToScore = { records: HealthRecords; recordsHash: string; stored: StoredOutcome };

/**
 * The records of the selected customers as of an instant, with the outcome that is stored for them. With
 * `skipSettled` only of those whose outcome can be another one than the stored (see `recordsQuery`).
 */
export async function readRecords(
  db: Database,
  selection: CustomerSelection,
  asOf: Date,
  settings: HealthSettings,
  options: RecordsOptions = {},
): Promise<CustomerToScore[]> {
  return await inTransaction(db, async (trx) => await readRecordsIn(trx, selection, asOf, settings, options));
}

/** The same within a transaction, and as far as row-level security lets the viewer see. */
export async function readRecordsIn(
  trx: Trx,
  selection: CustomerSelection,
  asOf: Date,
  settings: HealthSettings,
  options: RecordsOptions = {},
): Promise<CustomerToScore[]> {
  // The planner takes the cost of thousands of short index look-ups for one that pays for compiling the query.
  await sql`select set_config('jit', 'off', true)`.execute(trx);
  const { rows } = await recordsQuery(selection, asOf, settings, options).execute(trx);
  return rows.map((row) => ({
    records: toRecords(row),
    recordsHash: row.records_hash,
    stored: toStored(row),
  }));
}

function toStored(row: RecordsRow): StoredOutcome {
  const {
    stored_hash: hash,
    stored_records_hash: recordsHash,
    stored_score: score,
    stored_tier: tier,
    stored_unscored_reason: unscoredReason,
  } = row;
  return { hash, recordsHash, score, tier, unscoredReason };
}

function toRecords(row: RecordsRow): HealthRecords {
  return {
    customerId: row.customer_id,
    status: row.status,
    signedUpAtMs: row.signed_up_ms,
    deletedAtMs: row.deleted_ms,
    firstSession: firstSession(row),
    earlySessions: row.early_sessions,
    recentSessions: recentSessions(row),
    previousSession: previousSession(row),
    calls: calls(row),
    earlierCallTimesMs: numbers(row.earlier_call_times),
    goals: goals(row),
    booked: row.booked,
    nextRecordChangeAtMs: row.next_record_change_ms,
  };
}

function firstSession(row: RecordsRow): HealthRecords["firstSession"] {
  if (row.first_id === null || row.first_ms === null) return null;
  return { id: row.first_id, atMs: row.first_ms, rating: row.first_rating };
}

function recentSessions(row: RecordsRow): HealthRecords["recentSessions"] {
  const times = numbers(row.recent_times);
  const tutors = numbers(row.recent_tutors);
  return numbers(row.recent_ids).map((id, at) => ({ id, atMs: times[at] ?? 0, tutorId: tutors[at] ?? 0 }));
}

function previousSession(row: RecordsRow): HealthRecords["previousSession"] {
  if (row.previous_id === null || row.previous_ms === null || row.previous_tutor === null) return null;
  return { id: row.previous_id, atMs: row.previous_ms, tutorId: row.previous_tutor };
}

function calls(row: RecordsRow): HealthRecords["calls"] {
  const times = numbers(row.call_times);
  const reasons = texts(row.call_reasons);
  return numbers(row.call_ids).map((id, at) => ({
    id,
    atMs: times[at] ?? 0,
    reason: reasons[at] ?? "other",
  }));
}

function goals(row: RecordsRow): HealthRecords["goals"] {
  const primaries = texts(row.goal_primary);
  const created = numbers(row.goal_created);
  const completed = texts(row.goal_completed);
  return numbers(row.goal_ids).map((id, at) => ({
    id,
    isPrimary: primaries[at] === "t",
    createdAtMs: created[at] ?? 0,
    completedAtMs: numberOrNull(completed[at]),
  }));
}

const nothing: never[] = [];

// The elements are plain words: PostgreSQL quotes none of them.
function texts(list: string | null): readonly string[] {
  return list === null ? nothing : list.slice(1, -1).split(",");
}

const zero = 48;
const comma = 44;

// Whole numbers, read digit by digit where none is negative: cutting the text up first would take most of a pass's own time.
function numbers(list: string | null): readonly number[] {
  if (list === null) return nothing;
  if (list.includes("-")) return texts(list).map(Number);
  const read: number[] = [];
  let number = 0;
  for (let at = 1; at < list.length - 1; at++) {
    const code = list.charCodeAt(at);
    if (code !== comma) number = number * 10 + (code - zero);
    else {
      read.push(number);
      number = 0;
    }
  }
  read.push(number);
  return read;
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === "NULL" ? null : Number(text);
}
