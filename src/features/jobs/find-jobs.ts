import { z } from "zod";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import type { Queue } from "#platform/queue/queue.ts";
import { type JobState, jobStates } from "./job-states.ts";
import { mostLookedThrough } from "./limits.ts";
import { comparePlaces, maskJob, placeOf, type ScannedJob, scanJobs } from "./scan-jobs.ts";

export type JobFilter = {
  /** All but completed where left out. */
  state?: JobState | undefined;
  job?: string | undefined;
  schedule?: string | undefined;
  /** Looked for in what is shown: masked input, error, stack and context, name and number. */
  search?: string | undefined;
};

export type FoundJobs = {
  /** Masked. */
  jobs: ScannedJob[];
  /** By state, under the rest of the filter. */
  counts: Record<JobState, number>;
  /** By job, under the rest of the filter. */
  countsByJob: Record<string, number>;
  /** States of which only the newest were looked through. */
  cut: JobState[];
};

export type JobPage = Omit<FoundJobs, "jobs"> & {
  data: ScannedJob[];
  nextCursor: string | null;
  total: number;
};

/** Every job under the filter, the most urgent first, of the newest 5,000 of each state. */
export async function findJobs(queue: Queue, filter: JobFilter): Promise<FoundJobs> {
  const [scanned, kept] = await Promise.all([scanJobs(queue, jobStates), queue.counts()]);
  const inSchedule = scanned.filter(
    ({ schedule }) => filter.schedule === undefined || schedule === filter.schedule,
  );
  const found = searchJobs(inSchedule, filter.search);
  const ofJob = found.filter(({ job }) => filter.job === undefined || job === filter.job);
  const isWanted = ({ state }: ScannedJob) =>
    filter.state === undefined ? state !== "completed" : state === filter.state;
  return {
    jobs: ofJob.filter(isWanted),
    counts: countBy(ofJob, jobStates),
    countsByJob: countBy(found.filter(isWanted).map(({ job }) => ({ state: job }))),
    cut: cutStates(kept),
  };
}

const place = z.object({ rank: z.int(), order: z.number(), id: z.string() });

/** One page of the jobs under the filter. */
export async function listJobPage(
  queue: Queue,
  filter: JobFilter,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<JobPage> {
  const { jobs, ...facts } = await findJobs(queue, filter);
  const after = cursor === undefined ? null : decodeCursor(cursor, place);
  const rest = after === null ? jobs : jobs.filter((job) => comparePlaces(placeOf(job), after) > 0);
  const shown = rest.slice(0, limit);
  const last = rest.length > limit ? shown.at(-1) : undefined;
  return {
    ...facts,
    data: shown.map(maskJob),
    total: jobs.length,
    nextCursor: last === undefined ? null : encodeCursor(placeOf(last)),
  };
}

/** Only what a person is shown is looked through, so that finding nothing and finding something tell nothing more. */
function searchJobs(jobs: readonly ScannedJob[], search: string | undefined): ScannedJob[] {
  const wanted = search?.trim().toLowerCase() ?? "";
  if (wanted === "") return [...jobs];
  return jobs.filter((job) => textOf(maskJob(job)).includes(wanted));
}

function textOf({ id, job, schedule, input, progress, error, code, stack, details }: ScannedJob): string {
  const values = [input, progress, details].map((value) => JSON.stringify(value) ?? "");
  return [id, job, schedule, code, error, stack, ...values].join("\n").toLowerCase();
}

function countBy(jobs: readonly { state: JobState }[], all: readonly JobState[]): Record<JobState, number>;
function countBy(jobs: readonly { state: string }[]): Record<string, number>;
function countBy(jobs: readonly { state: string }[], all: readonly string[] = []): Record<string, number> {
  const counts = new Map(all.map((state) => [state, 0]));
  for (const { state } of jobs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function cutStates(kept: Record<Exclude<JobState, "failed">, number>): JobState[] {
  return jobStates.filter((state) => kept[state === "failed" ? "delayed" : state] > mostLookedThrough);
}
