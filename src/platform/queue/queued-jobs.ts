import type { Job } from "bullmq";
import { AppError } from "../errors.ts";
import type { JobPayload, OpsQueue } from "./backend.ts";

/** failed: it threw, and waits for its next try. What is not tried any more is a dead letter. */
export const queuedStates = ["waiting", "active", "delayed", "failed", "completed"] as const;

export type QueuedState = (typeof queuedStates)[number];

/** A job as the queue holds it. */
export type QueuedJob = {
  id: string;
  job: string;
  state: QueuedState;
  input: unknown;
  schedule: string | null;
  /** The schedule's own next job: it cannot be removed without ending the schedule. */
  isRepeating: boolean;
  tries: number;
  mostTries: number;
  progress: unknown;
  error: string | null;
  /** Of the last try that failed. */
  stack: string | null;
  queuedAt: Date;
  /** When it may begin, or might have begun. */
  dueAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

type BullJob = Job<JobPayload, void, string>;
/** The sets that the queue keeps; failed jobs stand among the delayed. */
type Kept = "waiting" | "active" | "delayed" | "completed";

const keptAs: Record<QueuedState, Kept> = {
  waiting: "waiting",
  active: "active",
  delayed: "delayed",
  failed: "delayed",
  completed: "completed",
};

/** The jobs in the given states, in their order; looks through the newest `most` of each set that the queue keeps. */
export async function listJobs(
  queue: OpsQueue,
  states: readonly QueuedState[],
  most: number,
): Promise<QueuedJob[]> {
  const kept = [...new Set(states.map((state) => keptAs[state]))];
  const sets = await Promise.all(
    kept.map(async (set) => {
      const jobs = await queue.getJobs([set], 0, most - 1, false);
      return jobs.map((job) => queuedJob(job, set));
    }),
  );
  const found = sets.flat();
  return states.flatMap((state) => found.filter((job) => job.state === state));
}

/** One job with its state; null where the queue has none of this number, or keeps it only as dead. */
export async function findJob(queue: OpsQueue, id: string): Promise<QueuedJob | null> {
  const job = await queue.getJob(id);
  if (job === undefined) return null;
  const state = await job.getState();
  return isKept(state) ? queuedJob(job, state) : null;
}

/** Lets a job that waits for its next try begin at once. Throws not_found, and conflict where it does not wait for one. */
export async function tryNow(queue: OpsQueue, id: string): Promise<void> {
  const found = await findJob(queue, id);
  if (found === null) throw missing(id);
  if (found.state !== "failed") throw new AppError("conflict", `The job is ${found.state}, not failed.`);
  await (await queue.getJob(id))?.promote();
}

/** Removes a job that does not run. Throws not_found, and conflict for one that runs or belongs to a schedule. */
export async function removeJob(queue: OpsQueue, id: string): Promise<QueuedJob> {
  const found = await findJob(queue, id);
  if (found === null) throw missing(id);
  if (found.isRepeating) {
    throw new AppError("conflict", `The job belongs to the schedule "${found.schedule}", which would stop.`);
  }
  if (found.state === "active" || (await queue.remove(id)) === 0) {
    throw new AppError("conflict", "The job runs now. Discard it when it has failed.");
  }
  return found;
}

/**
 * When the oldest job that could run, and does not, could have begun; null where none waits. Jobs that wait for their
 * next try are left out: the queue does not keep when their wait began, and a guess would show a lag that is none.
 */
export async function oldestDue(queue: OpsQueue, now: Date): Promise<Date | null> {
  const [waiting, delayed] = await Promise.all([
    queue.getJobs(["waiting"], 0, 0, true),
    queue.getJobs(["delayed"], 0, mostLookedAtForLag - 1, true),
  ]);
  const first = [
    waiting.map((job) => nextDue(job, "waiting")),
    delayed.flatMap((job) => (hasRun(job) ? [] : [dueAt(job)])),
  ];
  const due = first.flat().filter((at) => at <= now);
  return due.length === 0 ? null : new Date(Math.min(...due.map(Number)));
}

/** Failed jobs may stand before the first that never ran. */
const mostLookedAtForLag = 100;

/** The schedule that a job came from, or in whose place a person had it run. */
export function scheduleOf(job: BullJob): string | null {
  return job.repeatJobKey ?? job.data.schedule ?? null;
}

/** When a job may first begin: the schedule's instant, or when it was queued plus its delay. */
export function dueAt(job: BullJob): Date {
  const slot = job.repeatJobKey === undefined ? undefined : /:(\d+)$/.exec(job.id ?? "")?.[1];
  return new Date(slot === undefined ? job.timestamp + (job.opts.delay ?? 0) : Number(slot));
}

function hasRun({ processedOn }: BullJob): boolean {
  return processedOn !== undefined && processedOn !== null;
}

/** After a run: the end of the wait, counted from when that run began; the queue does not keep when it ended. */
function nextDue(job: BullJob, set: Kept): Date {
  const waitsAgain = hasRun(job) && (set === "waiting" || set === "delayed");
  return waitsAgain ? new Date((job.processedOn ?? 0) + job.delay) : dueAt(job);
}

function queuedJob(job: BullJob, set: Kept): QueuedJob {
  const instant = (at: number | undefined) => (at === undefined || at === null ? null : new Date(at));
  return {
    id: job.id ?? "",
    job: job.name,
    state: set === "delayed" && job.attemptsMade > 0 ? "failed" : set,
    input: job.data.input,
    schedule: scheduleOf(job),
    isRepeating: job.repeatJobKey !== undefined,
    tries: job.attemptsMade,
    mostTries: job.opts.attempts ?? 1,
    progress: job.progress,
    error: job.failedReason ?? null,
    stack: job.stacktrace?.at(-1) ?? null,
    queuedAt: new Date(job.timestamp),
    dueAt: nextDue(job, set),
    startedAt: instant(job.processedOn),
    finishedAt: instant(job.finishedOn),
  };
}

function isKept(state: string): state is Kept {
  return Object.values(keptAs).includes(state as Kept);
}

function missing(id: string): AppError {
  return new AppError("not_found", `No job has the number ${id}.`);
}
