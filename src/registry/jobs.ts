import { backtestHealthJob } from "#features/customer-health/backtest-job.ts";
import { updateHealthJob } from "#features/customer-health/jobs.ts";
import { measureAccuracyJob, updateDemandJob } from "#features/demand/jobs.ts";
import { pollJob } from "#features/ingestion/jobs.ts";
import { writePushesJob } from "#features/ingestion/push/jobs.ts";
import { retryQuarantinedJob } from "#features/ingestion/quarantine/jobs.ts";
import { reconcileJob } from "#features/ingestion/reconcile/jobs.ts";
import { measureInterventionsJob, rebuildQueueJob } from "#features/interventions/jobs.ts";
import { metricJobs } from "#features/metrics/jobs.ts";
import { createSendOutboxJob } from "#features/notifications/jobs.ts";
import { updateRecommendationsJob } from "#features/recommendations/jobs.ts";
import { updateTutorsJob } from "#features/tutor-performance/jobs.ts";
import { keepPartitions, trimLogs } from "#platform/upkeep/jobs.ts";
import { readPush } from "#sources/push/read-push.ts";
import { readRecordText } from "#sources/schema/read-record-text.ts";
import type { Source } from "#sources/source.ts";
import { mailDelivery } from "./channels.ts";
import { describeHealth } from "./describe-health.ts";
import { keepQueueOfScores } from "./keep-queue.ts";
import { metricCatalogue } from "./metrics.ts";
import { recommendationRules } from "./recommendation-rules.ts";

/** Every job that a worker runs, by the name that worker/pipeline.ts calls it. Add a feature's jobs here. */
export function createJobs(sources: readonly Source[]) {
  const { metrics, businessTimezone } = metricCatalogue();
  const { sample, backfill } = metricJobs(metrics, businessTimezone);
  return {
    poll: pollJob(sources),
    reconcile: reconcileJob(sources),
    writePushes: writePushesJob(sources, readPush),
    retryQuarantined: retryQuarantinedJob(readRecordText),
    updateHealth: updateHealthJob(keepQueueOfScores),
    backtestHealth: backtestHealthJob(businessTimezone),
    updateTutors: updateTutorsJob(businessTimezone),
    updateRecommendations: updateRecommendationsJob(recommendationRules),
    updateDemand: updateDemandJob(businessTimezone),
    measureAccuracy: measureAccuracyJob(businessTimezone),
    measureInterventions: measureInterventionsJob,
    rebuildQueue: rebuildQueueJob(describeHealth),
    sampleMetrics: sample,
    fillMetricGaps: backfill,
    sendOutbox: createSendOutboxJob(mailDelivery),
    keepPartitions,
    trimLogs,
  } as const;
}

export type Jobs = ReturnType<typeof createJobs>;
