import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll } from "vitest";
import { z } from "zod";
import { createDatabase, type Database } from "#db/client.ts";
import { defineJob, type JobContext } from "#platform/queue/job.ts";
import { prepareQueue } from "#platform/queue/prepare-queue.ts";
import { type AnyJob, createQueue, type Queue } from "#platform/queue/queue.ts";
import type { RunningWorker } from "#platform/queue/worker.ts";
import { silentLog as log } from "../builders/api-under-test.ts";
import { redisServer } from "../capabilities.ts";
import { createTestDatabase, type TestDatabase } from "../database/create-test-database.ts";
import { startTestRedis, type TestRedis } from "../redis-server.ts";

export type Backend = "PostgreSQL" | "Redis";

type Run = (ctx: JobContext, input: { n: number }) => Promise<void>;
type Limits = { tries?: number; exclusive?: boolean; backoffSeconds?: number };

/** A job whose input is `{ n }`. */
export function numberedJob(
  name: string,
  run: Run,
  { tries = 3, exclusive = false, backoffSeconds = 0.05 }: Limits = {},
) {
  return defineJob({
    name,
    schema: z.object({ n: z.int() }),
    tries,
    backoffSeconds,
    ...(exclusive ? { exclusiveKey: () => "all" } : {}),
    run,
  });
}

/** Looks until `look` answers true; the test's own time limit ends it. */
export async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await sleep(20);
}

type RunRow = { job: string; try: number; outcome: string | null; error_code: string | null };

/** What was recorded of jobs with these names, oldest first, when `count` runs have ended. */
export async function runsOf(db: Database, jobs: readonly string[], count: number): Promise<RunRow[]> {
  let rows: RunRow[] = [];
  await until(async () => {
    rows = (
      await sql<RunRow>`select job, try, outcome, error_code from job_runs
        where job = any (${jobs}::text[]) order by started_at`.execute(db)
    ).rows;
    return rows.filter(({ outcome }) => outcome !== null).length >= count;
  });
  return rows;
}

/** The servers of both backends for the tests of one file. */
export function startQueueServers() {
  let database: TestDatabase | undefined;
  let redis: TestRedis | null = null;
  let db: Database | undefined;
  let locks: Database | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    await prepareQueue(database.ownerUrl);
    db = createDatabase({ url: database.ownerUrl, name: "test", log });
    locks = createDatabase({ url: database.ownerUrl, name: "test locks", log });
    if (redisServer !== null) redis = await startTestRedis();
  });
  afterAll(async () => {
    await Promise.all([db?.destroy(), locks?.destroy()]);
    await database?.drop();
    await redis?.stop();
  });
  return {
    database: () => present(database),
    db: () => present(db),
    locks: () => present(locks),
    redisUrl: (backend: Backend) => (backend === "Redis" ? (redis?.url ?? null) : null),
  };
}

/** Queues and workers of one test on one backend; closed after it. */
export function openQueues(servers: ReturnType<typeof startQueueServers>, backend: Backend) {
  let name = "";
  const queues: Queue[] = [];
  const workers: RunningWorker[] = [];
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close(0.1)));
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
    name = "";
  });
  const openAt = (databaseUrl: string) => {
    if (name === "") name = `test-${randomUUID()}`;
    const queue = createQueue({ databaseUrl, redisUrl: servers.redisUrl(backend), log, name });
    queues.push(queue);
    return queue;
  };
  return {
    name: () => name,
    open: () => openAt(servers.database().ownerUrl),
    /** As the web process has it: on PostgreSQL under a role that owns nothing. */
    openAsWeb: () => openAt(servers.database().webUrl),
    async work(queue: Queue, jobs: readonly AnyJob[], lockSeconds = 30): Promise<RunningWorker> {
      const ctx = { db: servers.db(), locks: servers.locks(), now: () => new Date(), log };
      const worker = await queue.startWorker(jobs, { ...ctx, concurrency: 4, lockSeconds });
      workers.push(worker);
      return worker;
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The servers start before the first test.");
  return value;
}
