import { setTimeout as sleep } from "node:timers/promises";
import type { Job } from "bullmq";
import type { Database } from "#db/client.ts";
import type { Clock } from "../clock.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { type JobPayload, type OpsWorker, openWorker, type QueueAddress } from "./backend.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { retryDelayMs } from "./job-outcome.ts";
import type { AnyJob } from "./queue.ts";
import { runJob, tellDeath } from "./run-job.ts";
import { createRunRecorder } from "./run-recorder.ts";

export type WorkerContext = {
  /** The pool of the jobs. */
  db: Database;
  /** Connections that hold the locks of exclusive jobs while they run; not behind a pooler. */
  locks: Database;
  now: Clock;
  log: Log;
  /** Jobs that run at the same time in this process. */
  concurrency?: number;
  /** Seconds after its last sign of life from which a worker's jobs are taken up by another. */
  lockSeconds?: number;
};

export type RunningWorker = {
  /** Stops within `withinSeconds`: running jobs are told, and what they do not finish is given back. */
  close(withinSeconds?: number): Promise<void>;
};

type WorkerParts = {
  name: string;
  address: QueueAddress;
  jobs: readonly AnyJob[];
  ctx: WorkerContext;
  deadLetters: DeadLetters;
};

export type ActiveJob = { job: Job<JobPayload, void, string>; token: string; done: Promise<void> };

const usualConcurrency = 8;
const usualLockSeconds = 30;
/** So that a worker, and the database after it, have stopped within the ten seconds that supervisors give. */
const usualStopSeconds = 6.5;
const mostStalls = 3;

/** Takes jobs off the queue and runs them until it is closed. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { name, address, ctx, deadLetters } = parts;
  const definitions = new Map(parts.jobs.map((job) => [job.name, job]));
  const lockMs = (ctx.lockSeconds ?? usualLockSeconds) * 1000;
  const stopping = new AbortController();
  const active = new Set<ActiveJob>();
  const runs = createRunRecorder(ctx.db, ctx.log);
  const worker = openWorker(
    name,
    address,
    async (job, token = "") => {
      const run = runJob({ job, token, definitions, ctx, deadLetters, runs, signal: stopping.signal });
      const entry: ActiveJob = { job, token, done: Promise.resolve() };
      active.add(entry);
      const running = run.finally(() => active.delete(entry));
      entry.done = running.catch(() => undefined);
      await running;
    },
    {
      concurrency: ctx.concurrency ?? usualConcurrency,
      // A killed worker's jobs are taken up by another within lock and check together.
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      maxStalledCount: mostStalls,
      settings: {
        backoffStrategy: (tries, _type, error, job) => backoff(definitions, tries, error, job?.name),
      },
    },
  );
  worker.on("error", (error) =>
    ctx.log.warn({ err: error }, "the worker's queue connection reported an error"),
  );
  // Jobs whose workers died too often fail without ever running again.
  worker.on("failed", (job, error) => void tellDeath(job, error, deadLetters, ctx.log));
  await worker.waitUntilReady();
  worker.run().catch((error: unknown) => ctx.log.error({ err: error }, "the worker's loop ended"));
  let closing: Promise<void> | null = null;
  return {
    async close(withinSeconds = usualStopSeconds) {
      stopping.abort();
      closing ??= closeWithin(worker, active, withinSeconds, ctx.log).finally(runs.close);
      await closing;
    },
  };
}

async function closeWithin(
  worker: OpsWorker,
  active: ReadonlySet<ActiveJob>,
  withinSeconds: number,
  log: Log,
): Promise<void> {
  const closed = worker.close().then(() => true);
  const inTime = await Promise.race([closed, sleep(withinSeconds * 1000, false, { ref: false })]);
  if (inTime) return;
  await giveBack([...active], log);
  await worker.disconnect();
}

/** Where the queue cannot be reached, the jobs come back when their locks run out. */
const mostGiveBackMs = 1_000;

/** Puts jobs that did not end in time back into the queue, for another worker to start again. */
async function giveBack(unfinished: readonly ActiveJob[], log: Log): Promise<void> {
  const all = unfinished.map(async ({ job, token }) => {
    log.warn({ job: job.name, jobId: job.id }, "a job did not end in time and was given back");
    await job
      .moveToWait(token)
      .catch((error: unknown) => log.warn({ err: error, jobId: job.id }, "giving a job back failed"));
  });
  await Promise.race([Promise.all(all), sleep(mostGiveBackMs, undefined, { ref: false })]);
}

function backoff(
  definitions: ReadonlyMap<string, AnyJob>,
  triesMade: number,
  error: Error | undefined,
  name: string | undefined,
): number {
  return retryDelayMs({
    triesMade,
    backoffSeconds: definitions.get(name ?? "")?.backoffSeconds ?? 10,
    askedSeconds: error instanceof AppError ? (error.retryAfterSeconds ?? 0) : 0,
    random: Math.random(),
  });
}
