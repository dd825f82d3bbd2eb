import { randomBytes } from "node:crypto";
import type { JobsOptions } from "bullmq";
import type { z } from "zod";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { type OpsQueue, openQueue, type QueueAddress } from "./backend.ts";
import { createDeadLetters, type DeadLetter, type DeadLetters, idAfterDeath } from "./dead-letters.ts";
import type { JobContext, JobDefinition } from "./job.ts";
import {
  findJob,
  listJobs,
  oldestDue,
  type QueuedJob,
  type QueuedState,
  removeJob,
  tryNow,
} from "./queued-jobs.ts";
import {
  findSchedule,
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
  /** Queues a schedule's job now, beside its next run, and answers its number. Throws not_found. */
  runSchedule(key: string): Promise<string>;
  /** Looks through the newest `most` of each set: waiting, active, delayed and failed together, completed. */
  jobs(states: readonly QueuedState[], most: number): Promise<QueuedJob[]>;
  /** Null where the queue has no such job, or keeps it only as dead. */
  job(id: string): Promise<QueuedJob | null>;
  /** Lets a failed job begin its next try. Throws not_found, and conflict where it does not wait for one. */
  tryNow(id: string): Promise<void>;
  /** Throws not_found, and conflict for a job that runs or is a schedule's own. */
  discard(id: string): Promise<QueuedJob>;
  /** When the oldest job that could run, and does not, could have begun. */
  oldestDue(): Promise<Date | null>;
  /** delayed holds those that wait for their next try too. */
  counts(): Promise<JobCounts>;
  deadLetters(most: number): Promise<DeadLetter[]>;
  deadLetter(id: string): Promise<DeadLetter | null>;
  /** Queues a dead job again and answers its new number; asked twice, it is queued once. Throws not_found. */
  retryDeadLetter(id: string): Promise<string>;
  /** Throws not_found. */
  discardDeadLetter(id: string): Promise<DeadLetter>;
  /** Throws unavailable where the queue cannot be reached. */
  check(): Promise<void>;
  startWorker(jobs: readonly AnyJob[], ctx: WorkerContext): Promise<RunningWorker>;
  close(): Promise<void>;
};

export type JobCounts = Record<"waiting" | "active" | "delayed" | "completed" | "dead", number>;

export type QueueOptions = QueueAddress & {
  log: Log;
  /** Names of the two queues begin with it; tests use one of their own. */
  name?: string;
};

const secondsPerDay = 86_400;
const kept = {
  removeOnComplete: { age: secondsPerDay, count: 1_000 },
  removeOnFail: { age: 7 * secondsPerDay, count: 1_000 },
} satisfies JobsOptions;

/** The queue of the product. It connects when it is first used. */
export function createQueue({ log, name = "jobs", ...address }: QueueOptions): Queue {
  const main = openLazily(name, address, log);
  const dead = openLazily(`${name}-dead`, address, log);
  const deadLetters = createDeadLetters(dead.open);
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
    runSchedule: async (key) => await runNow(await main.open(), key),
    jobs: async (states, most) => await listJobs(await main.open(), states, most),
    job: async (id) => await findJob(await main.open(), id),
    tryNow: async (id) => await tryNow(await main.open(), id),
    discard: async (id) => await removeJob(await main.open(), id),
    oldestDue: async () => await oldestDue(await main.open(), new Date()),
    counts: async () => await count(await main.open(), deadLetters),
    deadLetters: async (most) => await deadLetters.list(most),
    deadLetter: async (id) => await deadLetters.find(id),
    async retryDeadLetter(id) {
      const letter = await deadLetters.take(id);
      const again = await addAgain(await main.open(), letter);
      await deadLetters.remove(letter);
      return again;
    },
    async discardDeadLetter(id) {
      const letter = await deadLetters.take(id);
      await deadLetters.remove(letter);
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
      jobId: newId(),
      ...(delaySeconds === undefined ? {} : { delay: delaySeconds * 1000 }),
      ...(dedupeKey === undefined
        ? {}
        : { deduplication: { id: `${job.name}:${dedupeKey}`, keepLastIfActive: true } }),
    },
  );
  return added.id ?? "";
}

async function addAgain(queue: OpsQueue, letter: DeadLetter): Promise<string> {
  const { job, input, schedule, mostTries } = letter;
  const jobId = idAfterDeath(letter);
  const payload = { input, ...(schedule === null ? {} : { schedule }) };
  await queue.add(job, payload, { ...optionsOf({ tries: mostTries }), jobId });
  return jobId;
}

/** Numbers of the queue's own come from a sequence that only its owner may make; the web process queues jobs too. */
function newId(): string {
  return `j${randomBytes(8).toString("hex")}`;
}

async function runNow(queue: OpsQueue, key: string): Promise<string> {
  const schedule = await findSchedule(queue, key);
  const added = await queue.add(
    schedule.job,
    { input: schedule.input, schedule: key },
    { ...optionsOf({ tries: schedule.tries }), jobId: newId(), deduplication: { id: `by hand:${key}` } },
  );
  return added.id ?? "";
}

function checkInput<Input>(job: JobDefinition<string, Input>, input: Input): Input {
  const parsed = job.schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", `The input of the job ${job.name} is wrong: ${parsed.error.message}`);
}

async function count(queue: OpsQueue, deadLetters: DeadLetters): Promise<JobCounts> {
  const counts = await queue.getJobCounts("waiting", "active", "delayed", "completed");
  const of = (state: string) => counts[state] ?? 0;
  return {
    waiting: of("waiting"),
    active: of("active"),
    delayed: of("delayed"),
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
