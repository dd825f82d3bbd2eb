import { DelayedError, type Job, UnrecoverableError, WaitingError } from "bullmq";
import { withAdvisoryLock } from "#db/advisory-lock.ts";
import { AppError, errorMessage } from "../errors.ts";
import type { Log } from "../log.ts";
import type { JobPayload } from "./backend.ts";
import type { DeadLetters, FailedJob } from "./dead-letters.ts";
import { exclusiveLockName, type JobContext } from "./job.ts";
import { outcomeOf } from "./job-outcome.ts";
import type { AnyJob } from "./queue.ts";
import { dueAt, scheduleOf } from "./queued-jobs.ts";
import type { EndRun, RunRecorder } from "./run-recorder.ts";
import type { WorkerContext } from "./worker.ts";

export type BullJob = Job<JobPayload, void, string>;

type Run = {
  job: BullJob;
  token: string;
  definitions: ReadonlyMap<string, AnyJob>;
  ctx: WorkerContext;
  deadLetters: DeadLetters;
  runs: RunRecorder;
  signal: AbortSignal;
};

const waitForLockMs = 1_000;
const progressEveryMs = 500;

/**
 * Runs one job and decides what becomes of it when it throws. What BullMQ should do is said by what is thrown
 * here: nothing (done or let go), DelayedError, WaitingError (given back), UnrecoverableError (dead-lettered),
 * or the error itself (tried again).
 */
export async function runJob(run: Run): Promise<void> {
  const { job, token, ctx, signal } = run;
  const log = ctx.log.child({ job: job.name, jobId: job.id, try: job.attemptsMade + 1 });
  // What was fetched while the worker was told to stop is not begun.
  if (signal.aborted) return await giveBack(job, token, log);
  const startedAt = performance.now();
  const end = beginRun(run);
  let wasFree: boolean;
  try {
    wasFree = await runExclusively(run, log);
  } catch (error) {
    if (!signal.aborted) return await decide(run, end, error, log);
    end("given_back");
    return await giveBack(job, token, log);
  }
  end(wasFree ? "done" : "lock_busy");
  if (wasFree) {
    log.debug({ durationMs: Math.round(performance.now() - startedAt) }, "job done");
  } else if (job.repeatJobKey === undefined) {
    await job.moveToDelayed(Date.now() + waitForLockMs, token);
    throw new DelayedError();
  } else {
    log.debug("the run before is not over; the next one is on the schedule");
  }
}

/** Answers false where a job of the same exclusive key runs elsewhere. */
async function runExclusively({ job, definitions, ctx, signal }: Run, log: Log): Promise<boolean> {
  const definition = definitions.get(job.name);
  if (definition === undefined) {
    throw new AppError("invalid_input", `This worker knows no job called ${job.name}.`);
  }
  const parsed = definition.schema.safeParse(job.data.input);
  if (!parsed.success) {
    throw new AppError("invalid_input", `The input of the job is wrong: ${parsed.error.message}`);
  }
  // The job's own schema has just checked it.
  const checked = parsed.data as never;
  const work = async () => await definition.run(jobContext(job, ctx, log, signal), checked);
  if (definition.exclusiveKey === undefined) {
    await work();
    return true;
  }
  const lock = exclusiveLockName(job.name, definition.exclusiveKey(checked));
  return (await withAdvisoryLock(ctx.locks, lock, work)) !== null;
}

function jobContext(job: BullJob, ctx: WorkerContext, log: Log, signal: AbortSignal): JobContext {
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    db: ctx.db,
    locks: ctx.locks,
    now: ctx.now,
    log,
    signal,
    async progress(done, total, note) {
      if (done !== total && performance.now() - toldAt < progressEveryMs) return;
      toldAt = performance.now();
      await job.updateProgress({ done, total, ...(note === undefined ? {} : { note }) });
    },
  };
}

async function giveBack(job: BullJob, token: string, log: Log): Promise<never> {
  log.info("the worker stops; the job was given back");
  await job.moveToWait(token);
  throw new WaitingError();
}

function beginRun({ job, runs }: Run): EndRun {
  return runs.begin({
    queueJobId: job.id ?? "",
    job: job.name,
    scheduleKey: scheduleOf(job),
    try: job.attemptsMade + 1,
    dueAt: dueAt(job),
    waitedMs: job.delay,
  });
}

async function decide(run: Run, end: EndRun, error: unknown, log: Log): Promise<void> {
  const { job, deadLetters } = run;
  removeNul(error);
  const outcome = outcomeOf(error);
  if (outcome === "drop") {
    log.warn({ err: error }, "the job has nothing left to do");
    end("dropped", error);
    return;
  }
  const isLastTry = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  if (outcome === "retry" && !isLastTry) {
    log.warn({ err: error }, "the job failed and is tried again");
    end("retry", error);
    throw error;
  }
  log.error({ err: error }, "the job failed for good");
  end("dead", error);
  await deadLetters.add(failedJob(job, job.attemptsMade + 1), error);
  throw new UnrecoverableError(errorMessage(error));
}

/** PostgreSQL keeps no NUL in text: a job whose error could not be stored would never be over. */
function removeNul(error: unknown): void {
  if (!(error instanceof Error) || !`${error.message}${error.stack}`.includes("\0")) return;
  error.message = error.message.replaceAll("\0", "");
  error.stack = error.stack?.replaceAll("\0", "");
}

/** Dead-letters what BullMQ gave up by itself: jobs whose workers died again and again. */
export async function tellDeath(
  job: BullJob | undefined,
  error: Error,
  deadLetters: DeadLetters,
  log: Log,
): Promise<void> {
  if (job === undefined || !error.message.includes("stalled")) return;
  log.error({ job: job.name, jobId: job.id }, "the job's workers died too often");
  const death = new AppError("internal", "Every worker that ran this job died while it ran.");
  await deadLetters
    .add(failedJob(job, job.attemptsMade), death)
    .catch((fault: unknown) => log.error({ err: fault, jobId: job.id }, "a dead job could not be kept"));
}

function failedJob(job: BullJob, tries: number): FailedJob {
  return {
    id: job.id ?? "",
    name: job.name,
    data: job.data,
    schedule: scheduleOf(job),
    tries,
    mostTries: job.opts.attempts ?? 1,
  };
}
