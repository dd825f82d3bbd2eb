import type { KeepQueue } from "#features/customer-health/keep-queue.ts";
import { keepQueue } from "#features/interventions/keep-queue.ts";
import { describeHealth } from "./describe-health.ts";

/** Keeps the work queue in step with the scores that a pass stores. */
export const keepQueueOfScores: KeepQueue = async (trx, customers, asOf) =>
  await keepQueue(trx, describeHealth, customers, asOf);
