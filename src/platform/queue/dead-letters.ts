import { z } from "zod";
import { AppError, type ErrorDetails, errorMessage } from "../errors.ts";
import type { JobPayload, OpsQueue } from "./backend.ts";

const deadLetterSchema = z.object({
  job: z.string(),
  input: z.unknown(),
  /** The schedule that it came from, if any: a schedule has one dead letter, the newest. */
  schedule: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  stack: z.string().nullable(),
  tries: z.number(),
  mostTries: z.number(),
  /** How often this schedule ended here since somebody last looked. */
  times: z.number(),
  firstFailedAt: z.string(),
  failedAt: z.string(),
});

/** A job that is not tried any more, with all that is known about it. */
export type DeadLetter = z.infer<typeof deadLetterSchema> & { id: string };

export type DeadLetters = {
  /** Newest first. */
  list(most: number): Promise<DeadLetter[]>;
  count(): Promise<number>;
  find(id: string): Promise<DeadLetter | null>;
  /** Throws not_found. */
  take(id: string): Promise<DeadLetter>;
  /** Leaves it where the same job died again since the letter was read. */
  remove(letter: DeadLetter): Promise<void>;
  add(failed: FailedJob, error: unknown): Promise<void>;
};

export type FailedJob = {
  id: string;
  name: string;
  data: JobPayload;
  schedule: string | null;
  tries: number;
  mostTries: number;
};

/**
 * The one dead-letter queue. Nothing works on it: people retry or discard what is there. Its clock is the machine's,
 * as the queue's is, at whatever speed the product's runs.
 */
export function createDeadLetters(open: () => Promise<OpsQueue>): DeadLetters {
  async function find(id: string): Promise<DeadLetter | null> {
    const entry = await (await open()).getJob(id);
    return entry === undefined ? null : { ...deadLetterSchema.parse(entry.data.input), id };
  }
  return {
    async list(most) {
      const entries = await (await open()).getJobs(["waiting"], 0, most - 1, false);
      return entries
        .map((entry) => ({ ...deadLetterSchema.parse(entry.data.input), id: entry.id ?? "" }))
        .sort((a, b) => b.failedAt.localeCompare(a.failedAt));
    },
    find,
    count: async () => await (await open()).getWaitingCount(),
    async take(id) {
      const letter = await find(id);
      if (letter !== null) return letter;
      throw new AppError("not_found", `No dead job has the number ${id}. "ops jobs list --dead" shows them.`);
    },
    async remove({ id, failedAt }) {
      if ((await find(id))?.failedAt === failedAt) await (await open()).remove(id);
    },
    async add(failed, error) {
      const queue = await open();
      const id = letterId(failed);
      const kept = failed.schedule === null ? undefined : await queue.getJob(id);
      const before = kept === undefined ? null : deadLetterSchema.parse(kept.data.input);
      const input = letterOf(failed, error, before, new Date());
      // In its place, so that there is no moment without it.
      if (kept === undefined) await queue.add(failed.name, { input }, { jobId: id });
      else await kept.updateData({ input });
    },
  };
}

// The same failure told twice is one letter; so is a schedule that fails over and over.
function letterId(failed: FailedJob): string {
  if (failed.schedule !== null) return `schedule-${failed.schedule}`;
  return afterDeath.exec(failed.id)?.[1] ?? `job-${failed.id}`;
}

const afterDeath = /^again-(job-.+)-\d+$/;

/** The number of the job that is queued again for a dead one: asked twice, it is one job. */
export function idAfterDeath({ id, failedAt }: DeadLetter): string {
  return `again-${id}-${Date.parse(failedAt)}`;
}

function letterOf(failed: FailedJob, error: unknown, before: Omit<DeadLetter, "id"> | null, at: Date) {
  return {
    job: failed.name,
    input: failed.data.input,
    schedule: failed.schedule,
    code: error instanceof AppError ? error.code : "internal",
    message: errorMessage(error),
    details: error instanceof AppError ? storable(error.details) : {},
    stack: error instanceof Error ? (error.stack ?? null) : null,
    tries: failed.tries,
    mostTries: failed.mostTries,
    times: (before?.times ?? 0) + 1,
    firstFailedAt: before?.firstFailedAt ?? at.toISOString(),
    failedAt: at.toISOString(),
  } satisfies Omit<DeadLetter, "id">;
}

// PostgreSQL keeps no NUL in JSON, and what a source sent may hold some.
function storable(details: ErrorDetails): Record<string, unknown> {
  const without = (_key: string, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "") : value;
  return JSON.parse(JSON.stringify(details, without)) as Record<string, unknown>;
}
