import { withIsoDates } from "#platform/http/iso-dates.ts";
import { type JobFilter, listJobPage } from "./find-jobs.ts";
import type { JobsContext } from "./jobs-context.ts";
import { readJob } from "./read-job.ts";
import { readKinds } from "./read-kinds.ts";
import { readSchedules } from "./read-schedules.ts";
import type { ScannedJob } from "./scan-jobs.ts";
import type { Job, JobDetail, JobPageAnswer, KindsAnswer, SchedulesAnswer } from "./schemas.ts";

/** What the routes and the page's first view answer: the same, with instants as text. */
export async function answerJobs(
  { queue }: JobsContext,
  filter: JobFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<JobPageAnswer> {
  const { data, ...rest } = await listJobPage(queue, filter, page);
  return { ...rest, data: data.map(jobOf) };
}

export async function answerJob(ctx: JobsContext, id: string): Promise<JobDetail> {
  const { job, runs } = await readJob(ctx, id);
  const { stack, details } = job;
  return { ...jobOf(job), stack, details, runs: runs.map(withIsoDates) };
}

export async function answerSchedules(ctx: JobsContext): Promise<SchedulesAnswer> {
  const { asOf, schedules } = await readSchedules(ctx);
  const data = schedules.map(({ missedAt, ...schedule }) => ({
    ...withIsoDates(schedule),
    missedAt: missedAt.map((at) => at.toISOString()),
  }));
  return { asOf: asOf.toISOString(), data };
}

export async function answerKinds(ctx: JobsContext): Promise<KindsAnswer> {
  const { asOf, oldestDueAt, kinds, consumers } = await readKinds(ctx);
  return {
    ...withIsoDates({ asOf, oldestDueAt }),
    data: kinds.map(withIsoDates),
    consumers: consumers.map(withIsoDates),
  };
}

function jobOf({ stack: _stack, details: _details, ...job }: ScannedJob): Job {
  return withIsoDates(job);
}
