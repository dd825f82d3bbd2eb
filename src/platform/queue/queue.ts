import type { JobContext, JobDefinition } from "./job.ts";

// biome-ignore lint/suspicious/noExplicitAny: a list holds jobs of every input
export type AnyJob = JobDefinition<string, any>;

export type EnqueueOptions = {
  /** While a job with this key waits, another is not added; while it runs, one more is kept for afterwards. */
  dedupeKey?: string;
  delaySeconds?: number;
};

export type ScheduleOptions = { key: string } & (
  | { everySeconds: number }
  | { cron: string; timezone: string }
);

export type Queue = {
  /** Adds a job after checking its input. */
  enqueue<Input>(job: JobDefinition<string, Input>, input: Input, options?: EnqueueOptions): Promise<void>;
  close(): Promise<void>;
};

export type WorkerContext = Omit<JobContext, "signal" | "progress">;
