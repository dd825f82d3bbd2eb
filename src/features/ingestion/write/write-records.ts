import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { NewEvent } from "#platform/live/event.ts";
import type { Instant, Records, Resource } from "#sources/source.ts";
import {
  appendCallChange,
  stageCalls,
  stageHeldCalls,
  touchedByCalls,
  writeStagedCalls,
} from "./call-writer.ts";
import { customerEvents } from "./customer-events.ts";
import {
  appendCustomerChange,
  stageCustomers,
  touchedByCustomers,
  waitingForStagedCustomers,
  writeStagedCustomers,
} from "./customer-writer.ts";
import {
  appendSessionChange,
  stageHeldSessions,
  stageSessions,
  touchedBySessions,
  writeStagedSessions,
} from "./session-writer.ts";
import { appendSubjectChange, stageSubjects, writeStagedSubjects } from "./subject-writer.ts";
import { appendTutorChange, stageTutors, waitingForStagedTutors, writeStagedTutors } from "./tutor-writer.ts";
import { noCounts, type WriteCounts } from "./write-counts.ts";

/** Appends one entry to the change record. */
export type Change = { append(runId: number | null): Promise<void>; events: readonly NewEvent[] };

/** What a write did, and what it still has to say at the end of its transaction. */
export type Written = {
  counts: WriteCounts;
  /** Held records that could be taken now. */
  released: number;
  changes: readonly Change[];
};

type Writers = {
  [R in Resource]: (trx: Trx, records: readonly Records[R][], cursor: Instant | null) => Promise<Written>;
};

const writers: Writers = {
  async subjects(trx, subjects, cursor) {
    const counts = await stageSubjects(trx, subjects, cursor);
    if (!hasChanges(counts)) return untouched(counts);
    await writeStagedSubjects(trx);
    return {
      counts,
      released: 0,
      changes: [{ append: (runId) => appendSubjectChange(trx, runId), events: [] }],
    };
  },
  async customers(trx, customers, cursor) {
    const counts = await stageCustomers(trx, customers, cursor);
    if (!hasChanges(counts)) return untouched(counts);
    await writeStagedCustomers(trx, customers, counts);
    const events = await customerEvents(trx, "customers", touchedByCustomers);
    const own: Change = { append: (runId) => appendCustomerChange(trx, runId), events };
    if (counts.inserted === 0) return { counts, released: 0, changes: [own] };
    const calls = await releaseCalls(trx, waitingForStagedCustomers);
    const sessions = await releaseSessions(trx, waitingForStagedCustomers);
    return {
      counts,
      released: calls.released + sessions.released,
      changes: [own, ...calls.changes, ...sessions.changes],
    };
  },
  async tutors(trx, tutors, cursor) {
    const counts = await stageTutors(trx, tutors, cursor);
    if (!hasChanges(counts)) return untouched(counts);
    await writeStagedTutors(trx, tutors, counts);
    const own: Change = { append: (runId) => appendTutorChange(trx, runId), events: [] };
    if (counts.inserted === 0) return { counts, released: 0, changes: [own] };
    const sessions = await releaseSessions(trx, waitingForStagedTutors);
    return { counts, released: sessions.released, changes: [own, ...sessions.changes] };
  },
  async sessions(trx, sessions, cursor) {
    const counts = await stageSessions(trx, sessions, cursor);
    return { counts, released: 0, changes: await finishSessions(trx, counts) };
  },
  async calls(trx, calls, cursor) {
    const counts = await stageCalls(trx, calls, cursor);
    return { counts, released: 0, changes: await finishCalls(trx, counts) };
  },
};

/** Writes records of a resource; `cursor` tells which changes came late. Hold the resource's lock. */
export async function writeRecords<R extends Resource>(
  trx: Trx,
  resource: R,
  records: readonly Records[R][],
  cursor: Instant | null,
): Promise<Written> {
  return records.length === 0 ? untouched(noCounts) : await writers[resource](trx, records, cursor);
}

/** Empties what was staged, for one more write of the resource in the same transaction. */
export async function emptyStaging(trx: Trx): Promise<void> {
  await sql`do $$ declare staged text; begin
    foreach staged in array array['staged_subjects', 'staged_tutors', 'staged_customers', 'staged_sessions', 'staged_calls'] loop
      if to_regclass('pg_temp.' || staged) is not null then execute 'truncate pg_temp.' || staged; end if;
    end loop;
  end $$`.execute(trx);
}

type Released = { released: number; changes: readonly Change[] };

/** Takes the held sessions that `which` picks, as far as nothing else is missing. */
export async function releaseSessions(trx: Trx, which: RawBuilder<unknown>): Promise<Released> {
  const counts = await stageHeldSessions(trx, which);
  return { released: counts.inserted + counts.updated, changes: await finishSessions(trx, counts) };
}

/** Takes the held calls that `which` picks. */
export async function releaseCalls(trx: Trx, which: RawBuilder<unknown>): Promise<Released> {
  const counts = await stageHeldCalls(trx, which);
  return { released: counts.inserted + counts.updated, changes: await finishCalls(trx, counts) };
}

async function finishSessions(trx: Trx, counts: WriteCounts): Promise<readonly Change[]> {
  await writeStagedSessions(trx, counts);
  if (!hasChanges(counts)) return [];
  const events = await customerEvents(trx, "sessions", touchedBySessions);
  return [{ append: (runId) => appendSessionChange(trx, runId), events }];
}

async function finishCalls(trx: Trx, counts: WriteCounts): Promise<readonly Change[]> {
  await writeStagedCalls(trx, counts);
  if (!hasChanges(counts)) return [];
  const events = await customerEvents(trx, "calls", touchedByCalls);
  return [{ append: (runId) => appendCallChange(trx, runId), events }];
}

const hasChanges = (counts: WriteCounts) => counts.inserted + counts.updated > 0;
const untouched = (counts: WriteCounts): Written => ({ counts, released: 0, changes: [] });
