import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createDatabase, type Database } from "#db/client.ts";
import { pushNotices } from "#features/ingestion/push/take-push.ts";
import { createClock } from "#platform/clock.ts";
import { env } from "#platform/env.ts";
import { AppError, errorMessage } from "#platform/errors.ts";
import { listenForNotices } from "#platform/live/notice-listener.ts";
import type { Log } from "#platform/log.ts";
import { prepareQueue } from "#platform/queue/prepare-queue.ts";
import { createQueue } from "#platform/queue/queue.ts";
import { checkMigrations } from "#platform/readiness/database-checks.ts";
import { startHeartbeat } from "#platform/readiness/heartbeat.ts";
import { closeChannels } from "#registry/channels.ts";
import { createJobs } from "#registry/jobs.ts";
import { queuePollSchedule } from "#registry/poll-schedule.ts";
import { configuredSources } from "#registry/sources.ts";
import { onChange, onPush, type PipelineParts, startPipeline } from "./pipeline.ts";

export type WorkerProcess = { stop(): Promise<void> };

const concurrency = 8;

/** An exclusive job holds one, a reconciliation one more, and one more while it polls. */
const locksPerJob = 3;
/** For the two steps after the jobs have ended or were given back. */
const closeSeconds = 0.5;

/** Starts everything that a worker has; null where it was told to stop before it had. */
export async function startWorkerProcess(log: Log, signal: AbortSignal): Promise<WorkerProcess | null> {
  const { AS_OF, BUSINESS_TIMEZONE: businessTimezone, REDIS_URL: redisUrl } = env();
  const { url, directUrl } = ownerAddresses();
  const now = createClock(env());
  const db = createDatabase({ url, name: "worker", log, poolSize: env().DATABASE_POOL_SIZE });
  const locks = createDatabase({
    url: directUrl,
    name: "worker locks",
    log,
    poolSize: concurrency * locksPerJob,
  });
  if (!(await untilMigrated(db, log, signal))) return null;
  if (redisUrl === null) await prepareQueue(directUrl);
  const queue = createQueue({ databaseUrl: directUrl, redisUrl, log });
  const sources = configuredSources(log);
  const jobs = createJobs(sources);
  const polls = AS_OF === null ? queuePollSchedule().filter(isServedBy(sources)) : [];
  const pipeline: PipelineParts = { queue, jobs, polls, businessTimezone };
  const running = await queue.startWorker(Object.values(jobs), { db, locks, now, log, concurrency });
  const heartbeat = await startHeartbeat(db, randomUUID(), log);
  await startPipeline(pipeline);
  const listen = (channel: string, onNotice: () => Promise<void>) =>
    listenForNotices({ url: directUrl, channel, log, onNotice });
  const listeners = [
    listen("changes", async () => await onChange(pipeline)),
    listen(pushNotices, async () => await onPush(pipeline)),
  ];
  return {
    async stop() {
      await Promise.all([running.close(), ...listeners.map((listener) => listener.close())]);
      const closed = [heartbeat.stop(), queue.close(), closeChannels()];
      await within(closeSeconds, Promise.all(closed));
      // A query of a job that was given back keeps its connection: the end of the process ends it.
      await within(closeSeconds, Promise.all([db.destroy(), locks.destroy()]));
    },
  };
}

/** Waits for work as long as it may take; its faults are the caller's. */
async function within(seconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, sleep(seconds * 1000, undefined, { ref: false })]);
}

function ownerAddresses(): { url: string; directUrl: string } {
  const { DATABASE_URL: url, DATABASE_DIRECT_URL } = env();
  if (url !== null) return { url, directUrl: DATABASE_DIRECT_URL ?? url };
  throw new AppError("misconfigured", "DATABASE_URL is not set. `npm start` sets it.");
}

function isServedBy(sources: readonly { resources: readonly string[] }[]) {
  const served = new Set(sources.flatMap((source) => source.resources));
  return ({ resource }: { resource: string }) => served.has(resource);
}

const askAgainMs = 1_000;

/** Waits for the database and its tables: processes may be started in any order. */
async function untilMigrated(db: Database, log: Log, signal: AbortSignal): Promise<boolean> {
  let told = "";
  while (!signal.aborted) {
    const fault = await checkMigrations(db).catch(errorMessage);
    if (fault === null) return true;
    if (fault !== told) log.warn({ fault }, "the worker waits for the database");
    told = fault;
    await sleep(askAgainMs, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
