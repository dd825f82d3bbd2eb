import { createSendOutboxJob } from "#features/notifications/jobs.ts";
import type { AnyJob } from "#platform/queue/queue.ts";
import { mailDelivery } from "./channels.ts";

/** Sends what is due in the outbox. */
export const sendOutbox = createSendOutboxJob(mailDelivery);

/** Every job that a worker runs. Add a feature's jobs here and their schedule to worker/pipeline.ts. */
export const jobs: readonly AnyJob[] = [sendOutbox];
