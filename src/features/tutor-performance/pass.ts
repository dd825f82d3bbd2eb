import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { JobContext } from "#platform/queue/job.ts";
import { readAhead } from "#platform/read-ahead.ts";
import { businessMoment, dateOfDay } from "./business-calendar.ts";
import {
  type ChangeBatch,
  millisecondsSince,
  movePosition,
  newestChangeId,
  readChanges,
  readPosition,
} from "./change-feed.ts";
import { compareTutors } from "./compare-tutors.ts";
import { type ExpectedOfKinds, expectedOfKinds } from "./expected-of-kinds.ts";
import { type PassKind, type PassState, type PassSummary, readPassState, recordPass } from "./pass-log.ts";
import { readKnownZones, readTutorRows } from "./read-tutors.ts";
import type { RecordsRow } from "./records-query.ts";
import { eventsOf, findChanged, type PassGround, removeAbsent, saveChanged } from "./save-tutors.ts";
import type { ReadMoment, TutorSelection } from "./sessions-query.ts";
import { loadStoredTutorSettings } from "./settings.ts";
import { modelOfDay } from "./stored-model.ts";
import { portionsOf, type TutorRange, tutorRanges } from "./tutor-ranges.ts";

export type PassContext = Pick<JobContext, "db" | "signal" | "progress">;

/** `full`: everyone, with the day's model made anew where `isRefit` says so. `incremental`: who can have changed since the last pass. */
export type PassRequest = { kind: PassKind; asOf: Date; businessTimezone: string; isRefit?: boolean };

type Counts = { computed: number; changed: number; rowsWritten: number; lagMs: number | null };

/**
 * Brings the stored measures to `asOf`. Whatever was asked for, everyone is looked at on a new business day, with new settings or
 * a new model, after a load in bulk, or where `asOf` lies before that of the last pass. Two passes may not
 * run at once: the queue sees to that, and the command line takes the queue's lock.
 */
export async function runTutorPass(ctx: PassContext, request: PassRequest): Promise<PassSummary> {
  const startedMs = performance.now();
  const { asOf } = request;
  const { value: settings, version } = await loadStoredTutorSettings(ctx.db);
  const moment = {
    ...businessMoment(asOf, request.businessTimezone),
    knownZones: await readKnownZones(ctx.db),
  };
  const state = await readPassState(ctx.db);
  const batch = await readWaiting(ctx);
  const isRefit = request.isRefit === true || (batch?.isEveryone ?? false);
  const { model, isNew } = await modelOfDay(ctx, { moment, settings, version, isRefit });
  const benchmarks = new Map(model.benchmarks.map((benchmark) => [benchmark.subjectCode, benchmark]));
  const pass: Pass = {
    moment,
    model,
    benchmarks,
    settings,
    version,
    expected: expectedOfKinds(model.expected, model.priors.meanSuccess, await readSubjects(ctx.db)),
  };
  const kind: PassKind = isNew || needsEveryone(state, pass) ? "full" : request.kind;
  const counts =
    kind === "full" ? await computeEveryone(ctx, pass, batch) : await computeChanged(ctx, pass, batch);
  const compared = await compare(ctx, pass);
  const summary: PassSummary = {
    kind,
    asOf,
    durationMs: performance.now() - startedMs,
    ...counts,
    rowsWritten: counts.rowsWritten + compared,
  };
  if (kind === "full" || counts.computed > 0) await recordPass(ctx.db, summary, { day: moment.day, version });
  return summary;
}

type Pass = PassGround & { moment: ReadMoment; expected: ExpectedOfKinds };

function needsEveryone(state: PassState, { moment, version }: Pass): boolean {
  if (state.fullVersion !== version || state.fullDay !== dateOfDay(moment.day)) return true;
  return state.lastAsOf !== null && state.lastAsOf > moment.asOf;
}

/** All changes that wait, as one; null where none does. */
async function readWaiting({ db, signal }: PassContext): Promise<ChangeBatch | null> {
  let all: ChangeBatch | null = null;
  let position = await readPosition(db);
  for (let batch = await readChanges(db, position); batch !== null; batch = await readChanges(db, position)) {
    signal.throwIfAborted();
    all =
      all === null
        ? batch
        : {
            lastChangeId: batch.lastChangeId,
            tutorIds: [...new Set([...all.tutorIds, ...batch.tutorIds])],
            isEveryone: all.isEveryone || batch.isEveryone,
            oldestAt: all.oldestAt,
          };
    position = batch.lastChangeId;
  }
  return all;
}

async function computeEveryone(ctx: PassContext, pass: Pass, batch: ChangeBatch | null): Promise<Counts> {
  const upTo = await newestChangeId(ctx.db);
  const counts = await computeAll(ctx, pass, tutorRanges(ctx.db), null);
  return await finish(ctx, counts, Math.max(upTo, batch?.lastChangeId ?? 0), batch);
}

async function computeChanged(ctx: PassContext, pass: Pass, batch: ChangeBatch | null): Promise<Counts> {
  const ids = [...new Set([...(batch?.tutorIds ?? []), ...(await readDue(ctx.db, pass.moment.asOf))])].sort(
    (a, b) => a - b,
  );
  const portions = Array.from(portionsOf(ids), (portion) => ({ ids: portion }));
  const counts = await computeAll(ctx, pass, portions, ids.length);
  return await finish(ctx, counts, batch?.lastChangeId ?? null, batch);
}

type Portion = TutorRange | { ids: readonly number[] };

/** While a portion is assessed and saved, the database reads the next ones: reading takes most of a pass. */
async function computeAll(
  ctx: PassContext,
  pass: Pass,
  portions: AsyncIterable<Portion> | Iterable<Portion>,
  total: number | null,
): Promise<Counts> {
  const counts: Counts = { computed: 0, changed: 0, rowsWritten: 0, lagMs: null };
  const ground = { expected: pass.expected, successRating: pass.settings.successRating };
  const read = async (portion: Portion) => ({
    portion,
    rows: await readTutorRows(ctx.db, portion, pass.moment, ground),
  });
  for await (const { portion, rows } of readAhead(portions, read)) {
    ctx.signal.throwIfAborted();
    await computePortion(ctx, pass, portion, rows, counts);
    counts.computed += "ids" in portion ? portion.ids.length : portion.tutors;
    await ctx.progress(counts.computed, total, "tutors' measures");
  }
  return counts;
}

async function finish(
  { db }: PassContext,
  counts: Counts,
  upTo: number | null,
  batch: ChangeBatch | null,
): Promise<Counts> {
  if (upTo !== null) await movePosition(db, upTo);
  return { ...counts, lagMs: batch === null ? null : await millisecondsSince(db, batch.oldestAt) };
}

async function computePortion(
  { db }: PassContext,
  pass: Pass,
  portion: TutorSelection,
  rows: readonly RecordsRow[],
  counts: Counts,
): Promise<void> {
  const changed = findChanged(rows, pass);
  const present = rows.map(({ tutor_id }) => tutor_id);
  await inTransaction(db, async (trx) => {
    counts.rowsWritten += await saveChanged(trx, changed, pass);
    const removed = await removeAbsent(trx, portion, present);
    counts.rowsWritten += removed.length;
    counts.changed += changed.length + removed.length;
    await appendEvents(trx, eventsOf([...changed.map(({ assessment }) => assessment.tutorId), ...removed]));
  });
}

async function compare({ db }: PassContext, pass: Pass): Promise<number> {
  return await inTransaction(db, async (trx) => {
    const changed = await compareTutors(trx, pass);
    await appendEvents(trx, eventsOf(changed));
    return changed.length;
  });
}

async function readDue(db: Database, asOf: Date): Promise<number[]> {
  const rows = await db
    .selectFrom("tutor_performance")
    .select("tutor_id")
    .where("next_change_at", "<=", asOf)
    .execute();
  return rows.map(({ tutor_id }) => tutor_id);
}

async function readSubjects(db: Database): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select subject_code as code from subjects order by 1`.execute(
    db,
  );
  return rows.map(({ code }) => code);
}
