import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDatabase, type Database } from "#db/client.ts";
import { redisServer } from "#test/capabilities.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { writingJob } from "#test/queue/writing-job.ts";
import { startTestRedis, type TestRedis } from "#test/redis-server.ts";
import { AppError } from "../errors.ts";
import { createLog } from "../log.ts";
import { defineJob, type JobContext } from "./job.ts";
import { prepareQueue } from "./prepare-queue.ts";
import { type AnyJob, createQueue, type Queue } from "./queue.ts";
import type { RunningWorker } from "./worker.ts";

const log = createLog({ process: "test", level: "silent" });
const now = () => new Date();
const inputSchema = z.object({ n: z.int() });

type Run = (ctx: JobContext, input: { n: number }) => Promise<void>;
type Limits = { tries?: number; exclusive?: boolean };

const job = (name: string, run: Run, { tries = 3, exclusive = false }: Limits = {}) =>
  defineJob({
    name,
    schema: inputSchema,
    tries,
    backoffSeconds: 0.05,
    ...(exclusive ? { exclusiveKey: () => "all" } : {}),
    run,
  });

/** Looks until `look` answers true; the test's own time limit ends it. */
async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await sleep(20);
}

let database: TestDatabase;
let redis: TestRedis | null = null;
let db: Database;
let locks: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  await prepareQueue(database.ownerUrl);
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
  locks = createDatabase({ url: database.ownerUrl, name: "test locks", log });
  if (redisServer !== null) redis = await startTestRedis();
});

afterAll(async () => {
  await db.destroy();
  await locks.destroy();
  await database.drop();
  await redis?.stop();
});

function contract(backend: "PostgreSQL" | "Redis") {
  let name = "";
  const queues: Queue[] = [];
  const workers: RunningWorker[] = [];

  function open(): Queue {
    if (name === "") name = `test-${randomUUID()}`;
    const redisUrl = backend === "Redis" ? (redis?.url ?? null) : null;
    const queue = createQueue({ databaseUrl: database.ownerUrl, redisUrl, log, name });
    queues.push(queue);
    return queue;
  }

  /** As the web process has it: on PostgreSQL under a role that owns nothing. */
  function openAsWeb(): Queue {
    open();
    const redisUrl = backend === "Redis" ? (redis?.url ?? null) : null;
    const queue = createQueue({ databaseUrl: database.webUrl, redisUrl, log, name });
    queues.push(queue);
    return queue;
  }

  async function work(queue: Queue, jobs: readonly AnyJob[], lockSeconds = 30): Promise<RunningWorker> {
    const worker = await queue.startWorker(jobs, { db, locks, now, log, concurrency: 4, lockSeconds });
    workers.push(worker);
    return worker;
  }

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close(0.1)));
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
    name = "";
  });

  it("runs what is queued, with its checked input", async () => {
    const queue = open();
    const ran: number[] = [];
    const note = job("note", async (_ctx, { n }) => void ran.push(n));
    await queue.enqueue(note, { n: 1 });
    await work(queue, [note]);
    await queue.enqueue(note, { n: 2 });
    await until(() => ran.length === 2);
    expect(ran).toEqual([1, 2]);
    await expect(queue.enqueue(note, { n: 1.5 })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("adds a job with the same key once while it waits, and once more while it runs", async () => {
    const queue = open();
    let runs = 0;
    const first = Promise.withResolvers<void>();
    const note = job("note", async () => {
      runs += 1;
      if (runs === 1) await first.promise;
    });
    await queue.enqueue(note, { n: 1 }, { dedupeKey: "same" });
    await queue.enqueue(note, { n: 1 }, { dedupeKey: "same" });
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
    await work(queue, [note]);
    await until(() => runs === 1);
    await queue.enqueue(note, { n: 1 }, { dedupeKey: "same" });
    await queue.enqueue(note, { n: 1 }, { dedupeKey: "same" });
    first.resolve();
    await until(async () => (await queue.counts()).completed === 2);
    expect(runs).toBe(2);
    expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 0 });
  });

  it("tries again what may pass, then keeps it as a dead letter with all that is known", async () => {
    const queue = open();
    let tries = 0;
    const failing = job("failing", async () => {
      tries += 1;
      throw new AppError("source_unavailable", "The source is down.", { details: { path: "/sessions" } });
    });
    await work(queue, [failing]);
    await queue.enqueue(failing, { n: 7 });
    await until(async () => (await queue.counts()).dead === 1);
    expect(tries).toBe(3);
    const [letter] = await queue.deadLetters(10);
    expect(letter).toMatchObject({
      job: "failing",
      input: { n: 7 },
      code: "source_unavailable",
      message: "The source is down.",
      details: { path: "/sessions" },
      tries: 3,
      schedule: null,
    });
  });

  it("lets go of what is gone, and dead-letters at once what a person has to mend", async () => {
    const queue = open();
    const tries = { gone: 0, wrong: 0 };
    const gone = job("gone", async () => {
      tries.gone += 1;
      throw new AppError("not_found", "That customer is gone.");
    });
    const wrong = job("wrong", async () => {
      tries.wrong += 1;
      throw new AppError("source_rejected", "The token is wrong.");
    });
    await work(queue, [gone, wrong]);
    await queue.enqueue(gone, { n: 1 });
    await queue.enqueue(wrong, { n: 1 });
    await until(async () => (await queue.counts()).dead === 1 && (await queue.counts()).completed === 1);
    expect(tries).toEqual({ gone: 1, wrong: 1 });
  });

  it("retries or discards a dead letter when somebody says so", async () => {
    const queue = open();
    let mended = false;
    const ran: number[] = [];
    const mendable = job("mendable", async (_ctx, { n }) => {
      if (!mended) throw new AppError("misconfigured", "Not yet.");
      ran.push(n);
    });
    await work(queue, [mendable]);
    await queue.enqueue(mendable, { n: 1 });
    await queue.enqueue(mendable, { n: 2 });
    await until(async () => (await queue.counts()).dead === 2);
    mended = true;
    const letters = await queue.deadLetters(10);
    const idOf = (n: number) => letters.find((letter) => (letter.input as { n: number }).n === n)?.id ?? "";
    await queue.retryDeadLetter(idOf(1));
    await queue.discardDeadLetter(idOf(2));
    await until(() => ran.length === 1);
    expect(ran).toEqual([1]);
    expect((await queue.counts()).dead).toBe(0);
    await expect(queue.retryDeadLetter(idOf(1))).rejects.toMatchObject({ code: "not_found" });
  });

  it("runs schedules, keeps them when they are listed again, and removes those that are not", async () => {
    const queue = open();
    let runs = 0;
    const tick = job("tick", async () => {
      runs += 1;
    });
    const every = { key: "ticking", everySeconds: 0.2 };
    await queue.schedule(tick, { n: 1 }, every);
    await queue.schedule(tick, { n: 1 }, { key: "nightly", cron: "0 3 * * *", timezone: "America/Chicago" });
    await work(queue, [tick]);
    await until(() => runs >= 2);
    const [before] = await queue.schedules();
    await queue.schedule(tick, { n: 1 }, every);
    expect((await queue.schedules()).map((schedule) => schedule.key).sort()).toEqual(["nightly", "ticking"]);
    expect(before).toMatchObject({ key: "ticking", job: "tick", everySeconds: 0.2, input: { n: 1 } });
    await queue.keepSchedules(["nightly"]);
    expect((await queue.schedules()).map((schedule) => schedule.key)).toEqual(["nightly"]);
    const [nightly] = await queue.schedules();
    expect(nightly).toMatchObject({ cron: "0 3 * * *", timezone: "America/Chicago" });
  });

  it("keeps one dead letter for a schedule that fails over and over", async () => {
    const queue = open();
    let tries = 0;
    const failing = job("failing", async () => {
      tries += 1;
      throw new AppError("misconfigured", `Failure ${tries}.`);
    });
    await work(queue, [failing]);
    await queue.schedule(failing, { n: 1 }, { key: "poll", everySeconds: 0.1 });
    await until(() => tries >= 3);
    await queue.keepSchedules([]);
    const letters = await queue.deadLetters(10);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.times).toBeGreaterThanOrEqual(2);
  });

  it("never runs two jobs of an exclusive name at once, whichever process has them", async () => {
    const queue = open();
    const other = open();
    let running = 0;
    let mostRunning = 0;
    let done = 0;
    const alone = job(
      "alone",
      async () => {
        running += 1;
        mostRunning = Math.max(mostRunning, running);
        await sleep(30);
        running -= 1;
        done += 1;
      },
      { exclusive: true },
    );
    await work(queue, [alone]);
    await work(other, [alone]);
    for (let n = 0; n < 4; n++) await queue.enqueue(alone, { n });
    await until(() => done === 4);
    expect(mostRunning).toBe(1);
  });

  it("gives back what runs when the worker stops, and another worker does it", async () => {
    const queue = open();
    const started: string[] = [];
    const finished: string[] = [];
    const jobOf = (worker: string) =>
      job("long", async (ctx) => {
        started.push(worker);
        if (worker === "obedient") await sleep(60_000, undefined, { signal: ctx.signal });
        if (worker === "deaf") await sleep(1_500);
        else finished.push(worker);
      });
    const obedient = await work(queue, [jobOf("obedient")]);
    await queue.enqueue(jobOf("obedient"), { n: 1 });
    await until(() => started.length === 1);
    await obedient.close();
    expect(await queue.counts()).toMatchObject({ waiting: 1, active: 0, dead: 0 });
    const deaf = await work(open(), [jobOf("deaf")]);
    await until(() => started.length === 2);
    await deaf.close(0.1);
    expect(await queue.counts()).toMatchObject({ waiting: 1, active: 0, dead: 0 });
    await work(open(), [jobOf("last")]);
    await until(() => finished.length === 1);
    expect(started).toEqual(["obedient", "deaf", "last"]);
  });

  it("lets another worker do what a killed one had begun, with no effect twice", async () => {
    const queue = open();
    await queue.enqueue(
      writingJob(async () => undefined),
      { n: 1 },
    );
    const script = new URL("../../../test/queue/hold-job.ts", import.meta.url).pathname;
    const redisUrl = backend === "Redis" ? (redis?.url ?? "") : "";
    const held = spawn(process.execPath, [script, database.ownerUrl, redisUrl, name], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(held.stdout, "data");
    await until(
      async () => (await sql`select 1 from job_runs where job = 'writing'`.execute(db)).rows.length > 0,
    );
    held.kill("SIGKILL");
    await once(held, "exit");
    await work(queue, [writingJob(async () => undefined)], 1);
    await until(async () => (await queue.counts()).completed === 1);
    const { rows } = await sql`select 1 from settings where name like 'written%'`.execute(db);
    expect(rows).toHaveLength(1);
    // The killed one's run stays without an end.
    expect((await runsOf(["writing"], 1)).map(({ outcome }) => outcome)).toEqual([null, "done"]);
    await sql`delete from job_runs where job = 'writing'`.execute(db);
    await sql`delete from settings where name like 'written%'`.execute(db);
  });

  it("shows jobs with their state, error and progress", async () => {
    const queue = open();
    const steps = job("steps", async (ctx) => await ctx.progress(5, 5, "half an hour of pages"));
    await queue.enqueue(steps, { n: 1 }, { delaySeconds: 600 });
    await queue.enqueue(steps, { n: 2 });
    await work(queue, [steps]);
    await until(async () => (await queue.counts()).completed === 1);
    const jobs = await queue.jobs(["delayed", "completed"], 10);
    expect(jobs.map(({ state, input }) => ({ state, input }))).toEqual([
      { state: "delayed", input: { n: 1 } },
      { state: "completed", input: { n: 2 } },
    ]);
    expect(jobs[1]?.progress).toEqual({ done: 5, total: 5, note: "half an hour of pages" });
    await queue.check();
  });

  it("records each run with how it ended", async () => {
    const queue = open();
    const names = ["fine", "gone", "shaky"].map((job) => `${job} ${name}`);
    const [fine = "", gone = "", shaky = ""] = names;
    const jobs = [
      job(fine, async () => undefined),
      job(gone, async () => {
        throw new AppError("not_found", "That customer is gone.");
      }),
      job(
        shaky,
        async () => {
          throw new AppError("source_unavailable", "The source\0 is down.");
        },
        { tries: 2 },
      ),
    ];
    await work(queue, jobs);
    for (const one of jobs) await queue.enqueue(one, { n: 1 });
    const runs = await runsOf(names, 4);
    expect(runs).toEqual(
      expect.arrayContaining([
        { job: fine, try: 1, outcome: "done", error_code: null },
        { job: gone, try: 1, outcome: "dropped", error_code: "not_found" },
        { job: shaky, try: 1, outcome: "retry", error_code: "source_unavailable" },
        { job: shaky, try: 2, outcome: "dead", error_code: "source_unavailable" },
      ]),
    );
    expect(runs).toHaveLength(4);
    const { rows } = await sql<{ ok: boolean }>`
      select bool_and(could_start_at <= started_at and started_at <= finished_at and duration_ms >= 0) as ok
      from job_runs where job = any (${names}::text[])`.execute(db);
    expect(rows).toEqual([{ ok: true }]);
  });

  it("records what was given back", async () => {
    const queue = open();
    const slow = `slow ${name}`;
    const started = Promise.withResolvers<void>();
    const waits = job(slow, async (ctx) => {
      started.resolve();
      await sleep(60_000, undefined, { signal: ctx.signal });
    });
    const worker = await work(queue, [waits]);
    await queue.enqueue(waits, { n: 1 });
    await started.promise;
    await worker.close();
    expect(await runsOf([slow], 1)).toMatchObject([{ outcome: "given_back" }]);
  });

  it("lets a person begin the next try of a failed job, or discard it", async () => {
    const queue = open();
    const web = openAsWeb();
    let mended = false;
    const failing = defineJob({
      name: "failing",
      schema: inputSchema,
      tries: 3,
      backoffSeconds: 3_600,
      async run() {
        if (!mended) throw new AppError("source_unavailable", "The source is down.");
      },
    });
    await work(queue, [failing]);
    const first = await queue.enqueue(failing, { n: 1 });
    const second = await queue.enqueue(failing, { n: 2 });
    await until(async () => (await web.jobs(["failed"], 10)).length === 2);
    const shown = await web.job(first);
    expect(shown).toMatchObject({ state: "failed", tries: 1, mostTries: 3, error: "The source is down." });
    expect(shown?.stack).toContain("The source is down.");
    expect(Number(shown?.dueAt)).toBeGreaterThan(Date.now());
    mended = true;
    await web.tryNow(first);
    await web.discard(second);
    await until(async () => (await web.counts()).completed === 1);
    expect(await web.counts()).toMatchObject({ waiting: 0, delayed: 0, dead: 0 });
    await expect(web.tryNow(first)).rejects.toMatchObject({ code: "conflict" });
    await expect(web.discard(second)).rejects.toMatchObject({ code: "not_found" });
    expect(await web.job(second)).toBeNull();
  });

  it("runs a schedule now when somebody says so, once while it waits, and leaves the schedule alone", async () => {
    const queue = open();
    const web = openAsWeb();
    const nightly = job(`nightly ${name}`, async () => undefined);
    await queue.schedule(nightly, { n: 4 }, { key: "nightly", cron: "0 3 * * *", timezone: "UTC" });
    const [before] = await web.schedules();
    expect(await web.runSchedule("nightly")).toBe(await web.runSchedule("nightly"));
    const [waiting] = await web.jobs(["waiting"], 10);
    expect(waiting).toMatchObject({ input: { n: 4 }, schedule: "nightly", isRepeating: false, mostTries: 3 });
    expect(Number(await web.oldestDue())).toBe(Number(waiting?.queuedAt));
    await work(queue, [nightly]);
    expect(await runsOf([nightly.name], 1)).toHaveLength(1);
    expect(await web.schedules()).toEqual([before]);
    expect(await web.oldestDue()).toBeNull();
    await expect(web.runSchedule("nobody")).rejects.toMatchObject({ code: "not_found" });
    const [own] = await web.jobs(["delayed"], 10);
    await expect(web.discard(own?.id ?? "")).rejects.toMatchObject({ code: "conflict" });
    expect(own?.dueAt).toEqual(before?.nextAt);
  });

  it("queues a dead job once, however many people retry it, and keeps its letter when it dies again", async () => {
    const queue = open();
    const web = openAsWeb();
    let tries = 0;
    const failing = job("failing", async () => {
      tries += 1;
      throw new AppError("misconfigured", `Failure ${tries}.`);
    });
    const worker = await work(queue, [failing]);
    const id = await queue.enqueue(failing, { n: 1 });
    await until(async () => (await web.counts()).dead === 1);
    await worker.close();
    const [letter] = await web.deadLetters(10);
    const retried = await Promise.allSettled([1, 2, 3].map(() => web.retryDeadLetter(letter?.id ?? "")));
    expect(retried.map(({ status }) => status)).toContain("fulfilled");
    expect(await web.counts()).toMatchObject({ waiting: 1, dead: 0 });
    await work(open(), [failing]);
    await until(async () => (await web.counts()).dead === 1);
    expect(tries).toBe(2);
    expect(await web.deadLetter(`job-${id}`)).toMatchObject({ message: "Failure 2.", input: { n: 1 } });
    await web.discardDeadLetter(`job-${id}`);
    expect(await web.deadLetter(`job-${id}`)).toBeNull();
  });

  it("lists the newest first", async () => {
    const queue = open();
    const note = job("note", async () => undefined);
    for (let n = 1; n <= 3; n++) await queue.enqueue(note, { n });
    expect((await queue.jobs(["waiting"], 2)).map(({ input }) => input)).toEqual([{ n: 3 }, { n: 2 }]);
  });
}

type RunRow = { job: string; try: number; outcome: string | null; error_code: string | null };

/** What was recorded of jobs with these names, oldest first, when `count` runs have ended. */
async function runsOf(jobs: readonly string[], count: number): Promise<RunRow[]> {
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

describe("on PostgreSQL", () => contract("PostgreSQL"));

describe.skipIf(redisServer === null)("on Redis", () => contract("Redis"));
