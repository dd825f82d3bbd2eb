import type { JobsOptions } from "bullmq";
import type { z } from "zod";
import type { Clock } from "../clock.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { type OpsQueue, openQueue, type QueueAddress } from "./backend.ts";
import { createDeadLetters, type DeadLetter, type DeadLetters } from "./dead-letters.ts";
import type { JobContext, JobDefinition } from "./job.ts";
import { listJobs, type QueuedJob, type QueuedState } from "./queued-jobs.ts";
import {
  keepSchedules,
  listSchedules,
  type Schedule,
  type ScheduleRate,
  upsertSchedule,
} from "./schedules.ts";
import { type RunningWorker, startWorker, type WorkerContext } from "./worker.ts";

/** A job of whatever input, as it stands in a list. Its own schema says what `run` may be given. */
export type AnyJob = Omit<JobDefinition, "schema" | "exclusiveKey" | "run"> & {
  schema: z.ZodType;
  exclusiveKey?: (input: never) => string;
  run(ctx: JobContext, input: never): Promise<void>;
};

export type EnqueueOptions = {
  /** While a job with this key waits, another is not added; while it runs, one more is kept for afterwards. */
  dedupeKey?: string;
  delaySeconds?: number;
};

export type ScheduleOptions = { key: string } & ScheduleRate;

/** One queue, on PostgreSQL or on Redis. */
export type Queue = {
  /** Adds a job after checking its input; answers its number. */
  enqueue<Input>(job: JobDefinition<string, Input>, input: Input, options?: EnqueueOptions): Promise<string>;
  /** Adds or changes a schedule. The first run is at once for `everySeconds`. */
  schedule<Input>(job: JobDefinition<string, Input>, input: Input, options: ScheduleOptions): Promise<void>;
  /** Removes the schedules whose key is not listed. */
  keepSchedules(keys: readonly string[]): Promise<void>;
  schedules(): Promise<Schedule[]>;
  jobs(states: readonly QueuedState[], most: number): Promise<QueuedJob[]>;
  counts(): Promise<Record<QueuedState | "dead", number>>;
  deadLetters(most: number): Promise<DeadLetter[]>;
  /** Queues a dead job again and answers its new number. Throws not_found. */
  retryDeadLetter(id: string): Promise<string>;
  /** Throws not_found. */
  discardDeadLetter(id: string): Promise<DeadLetter>;
  /** Throws unavailable where the queue cannot be reached. */
  check(): Promise<void>;
  startWorker(jobs: readonly AnyJob[], ctx: WorkerContext): Promise<RunningWorker>;
  close(): Promise<void>;
};

export type QueueOptions = QueueAddress & {
  log: Log;
  now: Clock;
  /** Names of the two queues begin with it; tests use one of their own. */
  name?: string;
};

const secondsPerDay = 86_400;
const kept = {
  removeOnComplete: { age: secondsPerDay, count: 1_000 },
  removeOnFail: { age: 7 * secondsPerDay, count: 1_000 },
} satisfies JobsOptions;

/** The queue of the product. It connects when it is first used. */
export function createQueue({ log, now, name = "jobs", ...address }: QueueOptions): Queue {
  const main = openLazily(name, address, log);
  const dead = openLazily(`${name}-dead`, address, log);
  const deadLetters = createDeadLetters(dead.open, now);
  return {
    async enqueue(job, input, options = {}) {
      return await add(await main.open(), job, checkInput(job, input), options);
    },
    async schedule(job, input, { key, ...rate }) {
      const checked = checkInput(job, input);
      await upsertSchedule(
        await main.open(),
        { key, job: job.name, input: checked, ...rate },
        optionsOf(job),
      );
    },
    keepSchedules: async (keys) => await keepSchedules(await main.open(), keys),
    schedules: async () => await listSchedules(await main.open()),
    jobs: async (states, most) => await listJobs(await main.open(), states, most),
    counts: async () => await count(await main.open(), deadLetters),
    deadLetters: async (most) => await deadLetters.list(most),
    async retryDeadLetter(id) {
      const letter = await deadLetters.take(id);
      const queue = await main.open();
      const again = await queue.add(
        letter.job,
        { input: letter.input },
        optionsOf({ tries: letter.mostTries }),
      );
      await deadLetters.remove(id);
      return again.id ?? "";
    },
    async discardDeadLetter(id) {
      const letter = await deadLetters.take(id);
      await deadLetters.remove(id);
      return letter;
    },
    async check() {
      await (await main.open()).getWaitingCount();
    },
    startWorker: async (jobs, ctx) => await startWorker({ name, address, jobs, ctx, deadLetters }),
    async close() {
      await Promise.all([main.close(), dead.close()]);
    },
  };
}

/** How a job is tried again; the waits between are worked out by the worker, which knows the error. */
export function optionsOf(job: { tries: number }): JobsOptions {
  return { ...kept, attempts: job.tries, backoff: { type: "custom" } };
}

async function add<Input>(
  queue: OpsQueue,
  job: JobDefinition<string, Input>,
  input: Input,
  { dedupeKey, delaySeconds }: EnqueueOptions,
): Promise<string> {
  const added = await queue.add(
    job.name,
    { input },
    {
      ...optionsOf(job),
      ...(delaySeconds === undefined ? {} : { delay: delaySeconds * 1000 }),
      ...(dedupeKey === undefined
        ? {}
        : { deduplication: { id: `${job.name}:${dedupeKey}`, keepLastIfActive: true } }),
    },
  );
  return added.id ?? "";
}

function checkInput<Input>(job: JobDefinition<string, Input>, input: Input): Input {
  const parsed = job.schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", `The input of the job ${job.name} is wrong: ${parsed.error.message}`);
}

async function count(
  queue: OpsQueue,
  deadLetters: DeadLetters,
): Promise<Record<QueuedState | "dead", number>> {
  const counts = await queue.getJobCounts("waiting", "active", "delayed", "failed", "completed");
  const of = (state: string) => counts[state] ?? 0;
  return {
    waiting: of("waiting"),
    active: of("active"),
    delayed: of("delayed"),
    failed: of("failed"),
    completed: of("completed"),
    dead: await deadLetters.count(),
  };
}

/** A connection that failed is not kept: the next use tries anew. */
function openLazily(name: string, address: QueueAddress, log: Log) {
  let opening: Promise<OpsQueue> | null = null;
  async function open(): Promise<OpsQueue> {
    const queue = openQueue(name, address, kept);
    queue.on("error", (error) => log.warn({ err: error, queue: name }, "the queue reported an error"));
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      opening = null;
      await queue.close();
      throw new AppError("unavailable", "The job queue cannot be reached.", { cause: error });
    }
  }
  return {
    async open() {
      opening ??= open();
      return await opening;
    },
    async close() {
      const queue = await opening?.catch(() => null);
      opening = null;
      await queue?.close();
    },
  };
}
