import type { DeadLetter } from "#platform/queue/dead-letters.ts";
import type { Queue } from "#platform/queue/queue.ts";
import type { QueuedJob, QueuedState } from "#platform/queue/queued-jobs.ts";
import type { JobState } from "./job-states.ts";
import { mostLookedThrough } from "./limits.ts";
import { maskPersonalData, maskText } from "./mask-personal-data.ts";

/** A job of whatever state, as it stands in a list; nothing in it is masked yet. */
export type ScannedJob = {
  id: string;
  job: string;
  state: JobState;
  schedule: string | null;
  /** The newest of what happened to it. */
  at: Date;
  dueAt: Date | null;
  tries: number;
  mostTries: number;
  /** How often it died; more than once for a schedule only. */
  times: number;
  canRetry: boolean;
  canDiscard: boolean;
  input: unknown;
  progress: unknown;
  error: string | null;
  code: string | null;
  stack: string | null;
  details: Readonly<Record<string, unknown>>;
};

type Scan = { jobs: Promise<ScannedJob[]>; keptUntil: number };

const scans = new WeakMap<Queue, Map<string, Scan>>();

/**
 * The newest jobs of the given states, in the order of lists. Looking through thousands takes seconds: such a scan
 * is shared by whoever asks meanwhile, and kept for four times as long as it took, so that open pages that follow a
 * full queue cost it a fifth of one connection at most.
 */
export async function scanJobs(queue: Queue, states: readonly JobState[]): Promise<ScannedJob[]> {
  const known = scans.get(queue) ?? new Map<string, Scan>();
  scans.set(queue, known);
  const key = states.join();
  const present = known.get(key);
  if (present !== undefined && present.keptUntil > performance.now()) return await present.jobs;
  const startedAt = performance.now();
  const scan: Scan = { jobs: readJobs(queue, states), keptUntil: Number.POSITIVE_INFINITY };
  known.set(key, scan);
  try {
    return await scan.jobs;
  } finally {
    const tookMs = performance.now() - startedAt;
    scan.keptUntil = tookMs < quickMs ? 0 : performance.now() + 4 * tookMs;
  }
}

/** What was done to jobs is seen at once by whoever did it. */
export function forgetScans(queue: Queue): void {
  scans.delete(queue);
}

async function readJobs(queue: Queue, states: readonly JobState[]): Promise<ScannedJob[]> {
  const queued = states.filter((state): state is QueuedState => state !== "dead");
  const [jobs, letters] = await Promise.all([
    queue.jobs(queued, mostLookedThrough),
    states.includes("dead") ? queue.deadLetters(mostLookedThrough) : [],
  ]);
  return [...jobs.map(scannedJob), ...letters.map(scannedLetter)].sort(byUrgency);
}

/** Quicker scans are not kept: what they cost does not matter. */
const quickMs = 250;

const urgency: readonly JobState[] = ["dead", "failed", "active", "waiting", "delayed", "completed"];

export type ListPlace = { rank: number; order: number; id: string };

/** Where a job stands in lists: what needs somebody first; within a state the newest first, of those that wait the next. */
export function placeOf({ state, at, dueAt, id }: ScannedJob): ListPlace {
  const order = state === "delayed" || state === "failed" ? (dueAt ?? at).getTime() : -at.getTime();
  return { rank: urgency.indexOf(state), order, id };
}

/** The order of lists. */
export function comparePlaces(a: ListPlace, b: ListPlace): number {
  return a.rank - b.rank || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function byUrgency(a: ScannedJob, b: ScannedJob): number {
  return comparePlaces(placeOf(a), placeOf(b));
}

export function scannedJob(job: QueuedJob): ScannedJob {
  const { id, job: name, state, schedule, tries, mostTries, input, progress, error, stack, dueAt } = job;
  return {
    ...{ id, job: name, state, schedule, tries, mostTries, input, error, stack },
    at: job.finishedAt ?? job.startedAt ?? job.queuedAt,
    dueAt: state === "completed" || state === "active" ? null : dueAt,
    times: 0,
    progress: typeof progress === "object" ? progress : null,
    canRetry: state === "failed",
    canDiscard: !job.isRepeating && state !== "active",
    code: null,
    details: {},
  };
}

export function scannedLetter(letter: DeadLetter): ScannedJob {
  const { id, job, schedule, tries, mostTries, times, input, message, code, stack, details } = letter;
  return {
    ...{ id, job, schedule, tries, mostTries, times, input, code, stack, details },
    state: "dead",
    at: new Date(letter.failedAt),
    dueAt: null,
    progress: null,
    canRetry: true,
    canDiscard: true,
    error: message,
  };
}

/** The same job with personal data taken out of everything that a person or a program wrote. */
export function maskJob(job: ScannedJob): ScannedJob {
  return {
    ...job,
    input: maskPersonalData(job.input),
    progress: maskPersonalData(job.progress),
    error: job.error === null ? null : maskText(job.error),
    stack: job.stack === null ? null : maskText(job.stack),
    details: maskPersonalData(job.details) as Record<string, unknown>,
  };
}
