import type { OpsQueue } from "./backend.ts";

export const queuedStates = ["waiting", "active", "delayed", "failed", "completed"] as const;

export type QueuedState = (typeof queuedStates)[number];

/** A job as the queue holds it. */
export type QueuedJob = {
  id: string;
  job: string;
  state: QueuedState;
  input: unknown;
  schedule: string | null;
  tries: number;
  mostTries: number;
  progress: unknown;
  error: string | null;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** The jobs in the given states, state by state, at most `most` of each. */
export async function listJobs(
  queue: OpsQueue,
  states: readonly QueuedState[],
  most: number,
): Promise<QueuedJob[]> {
  const lists = await Promise.all(
    states.map(async (state) => {
      const jobs = await queue.getJobs([state], 0, most - 1, false);
      return jobs.map((job) => queuedJob(job, state));
    }),
  );
  return lists.flat();
}

type BullJob = Awaited<ReturnType<OpsQueue["getJobs"]>>[number];

function queuedJob(job: BullJob, state: QueuedState): QueuedJob {
  const instant = (at: number | undefined) => (at === undefined || at === null ? null : new Date(at));
  return {
    id: job.id ?? "",
    job: job.name,
    state,
    input: job.data.input,
    schedule: job.repeatJobKey ?? null,
    tries: job.attemptsMade,
    mostTries: job.opts.attempts ?? 1,
    progress: job.progress,
    error: job.failedReason ?? null,
    queuedAt: new Date(job.timestamp),
    startedAt: instant(job.processedOn),
    finishedAt: instant(job.finishedOn),
  };
}
