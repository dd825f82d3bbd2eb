import type { PollSchedule } from "#features/ingestion/poll-schedule.ts";
import {
  type ReconciledResource,
  reconciledResources,
} from "#features/ingestion/reconcile/reconciled-resource.ts";
import type { JobDefinition } from "#platform/queue/job.ts";
import type { Queue, ScheduleOptions } from "#platform/queue/queue.ts";
import type { Jobs } from "#registry/jobs.ts";

/**
 * The whole flow, top to bottom.
 *
 *   source ──push──▶ pushed batches ──notice──▶ the same writer as polls
 *   source ──nightly comparison of ids and counts──▶ the same writer, and a report
 *   source ──poll──▶ records, rollups, change record ──notice──▶ scores and their events ──▶ browsers
 *                                                    ├─▶ bookings and tutors in the outlook ──▶ episodes ──▶ browsers
 *   clock ──▶ forecast as made ──▶ outlook ──▶ what came of it: accuracy, and the next selection
 *                                                    └─clock──▶ metric samples and their events ──▶ browsers
 *   whoever raises a mail ──▶ outbox ──▶ channels
 */
export async function startPipeline(parts: PipelineParts): Promise<void> {
  const listed = schedules(parts);
  for (const { add } of listed) await add(parts.queue);
  await parts.queue.keepSchedules(listed.map(({ key }) => key));
}

export type PipelineParts = {
  queue: Queue;
  jobs: Jobs;
  /** Resources that have a source, with the seconds between two polls; none while the clock stands still. */
  polls: readonly PollSchedule[];
  businessTimezone: string;
};

/** When ids and counts are compared with the source: while it is quiet, and owners before what refers to them. */
const reconciledAt: Record<ReconciledResource, string> = {
  customers: "30 2 * * *",
  tutors: "35 2 * * *",
  sessions: "45 2 * * *",
  calls: "50 2 * * *",
};

const minutes = 60;
const hours = 60 * minutes;

/** What runs by the clock. A schedule that is not listed any more is removed. */
function schedules({ jobs, polls, businessTimezone: timezone }: PipelineParts): Scheduled[] {
  return [
    ...polls.map(({ resource, everySeconds }) =>
      scheduled(jobs.poll, { resource, trigger: "schedule" }, { key: `poll ${resource}`, everySeconds }),
    ),
    ...reconciledResources
      .filter((reconciled) => polls.some(({ resource }) => resource === reconciled))
      .map((resource) =>
        scheduled(
          jobs.reconcile,
          { resource, trigger: "schedule" },
          { key: `reconcile ${resource}`, cron: reconciledAt[resource], timezone },
        ),
      ),
    // Pushes are written when a notice tells of them; this finds those whose notice or queue entry was lost.
    scheduled(jobs.writePushes, {}, { key: "write pushes", everySeconds: 15 }),
    // Retries are queued when they are asked for; this finds those whose queue entry was lost.
    scheduled(jobs.retryQuarantined, {}, { key: "retry quarantined", everySeconds: 5 * minutes }),
    scheduled(jobs.updateHealth, {}, { key: "update health", everySeconds: 15 * minutes }),
    scheduled(jobs.backtestHealth, {}, { key: "backtest health", cron: "15 4 * * 1", timezone }),
    scheduled(jobs.updateTutors, { full: true }, { key: "update all tutors", cron: "10 0 * * *", timezone }),
    scheduled(jobs.updateTutors, {}, { key: "update tutors", everySeconds: 15 * minutes }),
    scheduled(jobs.updateRecommendations, {}, { key: "update recommendations", everySeconds: 20 }),
    // Models are compared again before the week begins; the nightly comparison has mended the records by then.
    scheduled(
      jobs.updateDemand,
      { run: "selection" },
      { key: "select forecasts", cron: "20 3 * * 0", timezone },
    ),
    scheduled(jobs.updateDemand, { run: "daily" }, { key: "forecast demand", cron: "5 3 * * *", timezone }),
    scheduled(jobs.updateDemand, {}, { key: "update demand", everySeconds: 15 * minutes }),
    scheduled(jobs.measureAccuracy, {}, { key: "measure forecasts", cron: "6 * * * *", timezone }),
    // Late records change what came.
    scheduled(
      jobs.measureAccuracy,
      { days: 8 },
      { key: "measure forecasts again", cron: "40 4 * * *", timezone },
    ),
    // What followed the actions of the last weeks, after the nightly comparison has mended the records.
    scheduled(jobs.measureInterventions, {}, { key: "measure interventions", cron: "15 4 * * *", timezone }),
    // Queued when its settings are saved; this finds new rules, and a queue that was never put together.
    scheduled(jobs.rebuildQueue, {}, { key: "rebuild work queue", everySeconds: minutes }),
    scheduled(jobs.sampleMetrics, {}, { key: "sample metrics", everySeconds: 30 }),
    scheduled(jobs.fillMetricGaps, {}, { key: "fill metric gaps", everySeconds: minutes }),
    scheduled(jobs.sendOutbox, {}, { key: "send outbox", everySeconds: 10 }),
    scheduled(jobs.keepPartitions, {}, { key: "keep partitions", everySeconds: 12 * hours }),
    scheduled(jobs.trimLogs, {}, { key: "trim logs", cron: "30 3 * * *", timezone }),
  ];
}

/** What runs because records changed. Waiting once is enough: a job takes every change that it finds. */
export async function onChange({ queue, jobs }: PipelineParts): Promise<void> {
  await queue.enqueue(jobs.updateHealth, { changesOnly: true }, { dedupeKey: "changes", delaySeconds: 1 });
  await queue.enqueue(jobs.sampleMetrics, {}, { dedupeKey: "changes", delaySeconds: 3 });
  // A first session is rated hours later: tutors can wait for a poll's worth of changes.
  await queue.enqueue(jobs.updateTutors, {}, { dedupeKey: "changes", delaySeconds: 15 });
  // Bookings and tutors' hours change what is ahead; a minute's worth of them is taken at once.
  await queue.enqueue(jobs.updateDemand, {}, { dedupeKey: "changes", delaySeconds: 45 });
}

/** What runs because a source pushed. */
export async function onPush({ queue, jobs }: PipelineParts): Promise<void> {
  await queue.enqueue(jobs.writePushes, {}, { dedupeKey: "pushes" });
}

type Scheduled = { key: string; add(queue: Queue): Promise<void> };

function scheduled<Input>(
  job: JobDefinition<string, Input>,
  input: NoInfer<Input>,
  options: ScheduleOptions,
): Scheduled {
  return { key: options.key, add: async (queue) => await queue.schedule(job, input, options) };
}
