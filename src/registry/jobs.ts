import type { AnyJob } from "#platform/queue/queue.ts";

/** Every job that a worker runs. Add a feature's jobs here and their schedule to worker/pipeline.ts. */
export const jobs: readonly AnyJob[] = [];
