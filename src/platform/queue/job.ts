import type { z } from "zod";
import type { Database } from "#db/client.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";

/** What a running job gets. It reads no clock, environment or queue of its own. */
export type JobContext = {
  db: Database;
  /** Connections that hold a lock as long as the job lasts, so that it never waits for one of `db` while it keeps another. */
  locks?: Database;
  now: Clock;
  log: Log;
  /** Aborted when the worker stops; long jobs look at it between batches. */
  signal: AbortSignal;
  /** Shown on the jobs page; `total` is null where it is not known. */
  progress(done: number, total: number | null, note?: string): Promise<void>;
};

export type JobDefinition<Name extends string = string, Input = unknown> = {
  name: Name;
  /** Checks the input when the job is queued and again when it is run. */
  schema: z.ZodType<Input>;
  /** How often it is tried before it is dead-lettered. */
  tries: number;
  /** First wait between tries, in seconds; it doubles, with jitter. */
  backoffSeconds: number;
  /** Jobs of one exclusive name (and key) never run at the same time, in whatever process. */
  exclusiveKey?: (input: Input) => string;
  run(ctx: JobContext, input: Input): Promise<void>;
};

/** The lock under which a job of an exclusive key runs; also for commands that do the same work. */
export function exclusiveLockName(jobName: string, exclusiveKey: string): string {
  return `job ${jobName} ${exclusiveKey}`;
}

/** Declares a job. Throw AppError for expected faults: its code decides between retry, drop and dead letter. */
export function defineJob<Name extends string, Input>(
  definition: JobDefinition<Name, Input>,
): JobDefinition<Name, Input> {
  return definition;
}
