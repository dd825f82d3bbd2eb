import pLimit from "p-limit";
import { appendAudit } from "#platform/audit.ts";
import { AppError, errorMessage } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { Queue } from "#platform/queue/queue.ts";
import { findJobs, type JobFilter } from "./find-jobs.ts";
import type { JobsContext } from "./jobs-context.ts";
import { mostActedOn, mostNumbersInAudit } from "./limits.ts";
import { maskText } from "./mask-personal-data.ts";
import { forgetScans, type ScannedJob, scannedJob, scannedLetter } from "./scan-jobs.ts";

export type JobAction = "retry" | "discard";

/** Named jobs, or every one under a filter for which the action makes sense. */
export type JobTarget = { ids: readonly string[] } | { filter: JobFilter };

export type ActionResult = {
  done: { id: string; job: string }[];
  /** What could not be done, and why. */
  skipped: { id: string; reason: string }[];
  /** Under the filter, and not dealt with yet: one request takes 1,000. */
  left: number;
};

const words = {
  retry: { asked: "jobs.retry_asked", done: "jobs.retried" },
  discard: { asked: "jobs.discard_asked", done: "jobs.discarded" },
} as const;

const atOnce = 4;

/**
 * Retries or discards jobs. The audit log gets who, why and which before anything is done, and what came of it
 * afterwards: the queue is no part of a transaction, and nothing may happen in it that nobody asked for on record.
 */
export async function actOnJobs(
  ctx: JobsContext,
  action: JobAction,
  target: JobTarget,
  reason: string,
): Promise<ActionResult> {
  const { jobs, missing } = await resolve(ctx.queue, action, target);
  const taken = jobs.slice(0, mostActedOn);
  await note(ctx, words[action].asked, taken, { reason, ...askedFor(target), jobs: taken.length });
  const result: ActionResult = { done: [], skipped: missing, left: jobs.length - taken.length };
  const limit = pLimit(atOnce);
  await limit.map(taken, async (job) => {
    const fault = await actOnOne(ctx.queue, action, job);
    if (fault === null) result.done.push({ id: job.id, job: job.job });
    else result.skipped.push({ id: job.id, reason: fault });
  });
  forgetScans(ctx.queue);
  const done = new Set(result.done.map(({ id }) => id));
  await note(
    ctx,
    words[action].done,
    taken.filter(({ id }) => done.has(id)),
    { reason, done: done.size, skipped: result.skipped.slice(0, mostNumbersInAudit), left: result.left },
  );
  return result;
}

/** Has a schedule's job run now, beside its next run. Answers the job's number. Throws not_found. */
export async function runSchedule(ctx: JobsContext, key: string, reason: string): Promise<string> {
  const schedule = (await ctx.queue.schedules()).find((known) => known.key === key);
  if (schedule === undefined) throw new AppError("not_found", `There is no schedule "${key}".`);
  const about = { entity: "job_schedule", entityId: key, requestId: ctx.requestId };
  await ctx.transact(async (trx) => {
    await appendAudit(trx, ctx.actor, { ...about, action: "jobs.run_asked", details: { reason } });
  });
  const id = await ctx.queue.runSchedule(key);
  forgetScans(ctx.queue);
  await ctx.transact(async (trx) => {
    await appendAudit(trx, ctx.actor, {
      ...about,
      action: "jobs.run",
      details: { reason, job: schedule.job, id },
    });
    await appendEvents(trx, [{ kind: "jobs.changed", key: "jobs", payload: {} }]);
  });
  return id;
}

async function resolve(queue: Queue, action: JobAction, target: JobTarget) {
  if ("filter" in target) {
    forgetScans(queue);
    const { jobs } = await findJobs(queue, target.filter);
    return { jobs: jobs.filter((job) => (action === "retry" ? job.canRetry : job.canDiscard)), missing: [] };
  }
  const found = await pLimit(atOnce).map([...new Set(target.ids)], async (id) => ({
    id,
    job: await find(queue, id),
  }));
  return {
    jobs: found.flatMap(({ job }) => (job === null ? [] : [job])),
    missing: found
      .filter(({ job }) => job === null)
      .map(({ id }) => ({ id, reason: "It is not there any more." })),
  };
}

async function find(queue: Queue, id: string): Promise<ScannedJob | null> {
  const letter = await queue.deadLetter(id);
  if (letter !== null) return scannedLetter(letter);
  const job = await queue.job(id);
  return job === null ? null : scannedJob(job);
}

/** Answers why it could not be done, or null where it was. */
async function actOnOne(queue: Queue, action: JobAction, { id, state }: ScannedJob): Promise<string | null> {
  try {
    if (state === "dead")
      await (action === "retry" ? queue.retryDeadLetter(id) : queue.discardDeadLetter(id));
    else await (action === "retry" ? queue.tryNow(id) : queue.discard(id));
    return null;
  } catch (error) {
    // Others work on the queue at the same time: what one job does not allow must not keep the rest.
    if (error instanceof AppError && error.code === "unavailable") throw error;
    return errorMessage(error);
  }
}

/** One entry; where jobs are gone afterwards it is all that is left of them. */
async function note(
  ctx: JobsContext,
  action: string,
  jobs: readonly ScannedJob[],
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [first] = jobs;
  const named = jobs.slice(0, mostNumbersInAudit).map(({ id, job, schedule, state, code, error }) => ({
    ...{ id, job, schedule, state, code },
    error: error === null ? null : maskText(error).slice(0, 200),
  }));
  await ctx.transact(async (trx) => {
    await appendAudit(trx, ctx.actor, {
      action,
      entity: "job",
      entityId: jobs.length === 1 && first !== undefined ? first.id : `${jobs.length} jobs`,
      details: { ...details, named },
      requestId: ctx.requestId,
    });
    await appendEvents(trx, [{ kind: "jobs.changed", key: "jobs", payload: {} }]);
  });
}

function askedFor(target: JobTarget): Record<string, unknown> {
  if ("ids" in target) return {};
  const { search, ...filter } = target.filter;
  return { filter: { ...filter, ...(search === undefined ? {} : { search: maskText(search) }) } };
}
