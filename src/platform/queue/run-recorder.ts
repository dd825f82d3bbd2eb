import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { AppError, errorMessage } from "../errors.ts";
import { appendEvents } from "../live/event.ts";
import type { Log } from "../log.ts";

/** How a run ended. lock_busy: another run of its exclusive key was not over. given_back: its worker stopped. */
export const runOutcomes = ["done", "lock_busy", "given_back", "retry", "dropped", "dead"] as const;

export type RunOutcome = (typeof runOutcomes)[number];

export type BegunRun = {
  queueJobId: string;
  job: string;
  scheduleKey: string | null;
  try: number;
  /** When it was due, or queued where nothing held it back. */
  dueAt: Date;
  /** Milliseconds that it was made to wait after its run before, if there was one. */
  waitedMs: number;
};

type RunRow = BegunRun & {
  startedAt: Date;
  finishedAt: Date | null;
  outcome: RunOutcome | null;
  durationMs: number | null;
  errorCode: string | null;
  errorMessage: string | null;
};

/** Ends a run that was begun. Only the first end counts. */
export type EndRun = (outcome: RunOutcome, error?: unknown) => void;

export type RunRecorder = {
  begin(run: BegunRun): EndRun;
  /** Ends what is still open as given back, and writes everything. */
  close(): Promise<void>;
};

/**
 * Rows are written together this often: at most four transactions a second, however many jobs run, and every run
 * is on record. A worker that is killed loses the beginnings of its last quarter of a second.
 */
const writeEveryMs = 250;
/** Rows that wait while the database does not take them; the oldest are let go beyond that. */
const mostWaiting = 10_000;
const mostMessageLength = 2_000;
/** An open page is told of faults at once, and of what went well less often. */
const tellFaultsEveryMs = 1_000;
const tellSuccessesEveryMs = 5_000;

/** Keeps the record of what a worker runs. What cannot be written is logged, and never stops a job. */
export function createRunRecorder(db: Database, log: Log): RunRecorder {
  const open = new Set<EndRun>();
  let waiting = new Map<string, RunRow>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let toldAt = 0;

  function note(row: RunRow): void {
    waiting.set(keyOf(row), row);
    timer ??= setTimeout(write, writeEveryMs);
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeWaiting);
  }

  async function writeWaiting(): Promise<void> {
    const rows = [...waiting.values()];
    waiting = new Map();
    if (rows.length === 0) return;
    const tells = Date.now() - toldAt >= (rows.some(isFault) ? tellFaultsEveryMs : tellSuccessesEveryMs);
    try {
      await writeRuns(db, rows, tells);
      if (tells) toldAt = Date.now();
    } catch (error) {
      log.warn({ err: error, runs: rows.length }, "what ran could not be recorded yet");
      // A row that was noted meanwhile is the newer one.
      const kept = [...new Map([...rows.map((row) => [keyOf(row), row] as const), ...waiting])];
      waiting = new Map(kept.slice(-mostWaiting));
      timer ??= setTimeout(write, 20 * writeEveryMs).unref();
    }
  }

  function begin(run: BegunRun): EndRun {
    const began = performance.now();
    const row = { ...run, startedAt: new Date(), ...unfinished };
    // Two runs of one job in the same millisecond would be one row.
    while (waiting.has(keyOf(row))) row.startedAt = new Date(row.startedAt.getTime() + 1);
    note(row);
    const end: EndRun = (outcome, error) => {
      if (!open.delete(end)) return;
      note({ ...row, ...endOf(outcome, error), durationMs: Math.round(performance.now() - began) });
    };
    open.add(end);
    return end;
  }

  return {
    begin,
    async close() {
      for (const end of [...open]) end("given_back");
      write();
      await writing;
      clearTimeout(timer);
    },
  };
}

const unfinished = { finishedAt: null, outcome: null, durationMs: null, errorCode: null, errorMessage: null };

function endOf(outcome: RunOutcome, error: unknown) {
  const message = error === undefined ? null : errorMessage(error);
  return {
    finishedAt: new Date(),
    outcome,
    errorCode: message === null ? null : error instanceof AppError ? error.code : "internal",
    errorMessage: message?.slice(0, mostMessageLength) ?? null,
  };
}

function keyOf(row: RunRow): string {
  return `${row.startedAt.getTime()} ${row.queueJobId}`;
}

function isFault({ outcome }: RunRow): boolean {
  return outcome === "retry" || outcome === "dead";
}

async function writeRuns(db: Database, rows: readonly RunRow[], tells: boolean): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`
      insert into job_runs (queue_job_id, started_at, job, schedule_key, try, could_start_at, finished_at, outcome,
        duration_ms, error_code, error_message)
      select run."queueJobId", run."startedAt", run.job, run."scheduleKey", run.try,
        least(run."startedAt", coalesce(before.finished_at + run."waitedMs" * interval '1 millisecond', run."dueAt")),
        run."finishedAt", run.outcome, run."durationMs", run."errorCode", run."errorMessage"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as run("queueJobId" text, "startedAt" timestamptz,
        job text, "scheduleKey" text, try integer, "dueAt" timestamptz, "waitedMs" double precision,
        "finishedAt" timestamptz, outcome text, "durationMs" integer, "errorCode" text, "errorMessage" text)
      left join lateral (
        select max(finished_at) as finished_at from job_runs
        where queue_job_id = run."queueJobId" and started_at < run."startedAt") as before on true
      on conflict (queue_job_id, started_at) do update set finished_at = excluded.finished_at,
        outcome = excluded.outcome, duration_ms = excluded.duration_ms, error_code = excluded.error_code,
        error_message = excluded.error_message`.execute(trx);
    if (tells) await appendEvents(trx, [{ kind: "jobs.changed", key: "jobs", payload: {} }]);
  });
}
