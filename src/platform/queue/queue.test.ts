import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { redisServer } from "#test/capabilities.ts";
import {
  type Backend,
  numberedJob,
  openQueues,
  runsOf,
  startQueueServers,
  until,
} from "#test/queue/queue-under-test.ts";
import { writingJob } from "#test/queue/writing-job.ts";
import { AppError } from "../errors.ts";

const job = numberedJob;
const servers = startQueueServers();

function contract(backend: Backend) {
  const { open, work, name } = openQueues(servers, backend);

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
    // A letter is written after its run has failed: on a busy machine a moment after the next try.
    await until(async () => ((await queue.deadLetters(10))[0]?.times ?? 0) >= 2);
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
    const redisUrl = servers.redisUrl(backend) ?? "";
    const held = spawn(process.execPath, [script, servers.database().ownerUrl, redisUrl, name()], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(held.stdout, "data");
    await until(
      async () =>
        (await sql`select 1 from job_runs where job = 'writing'`.execute(servers.db())).rows.length > 0,
    );
    held.kill("SIGKILL");
    await once(held, "exit");
    await work(queue, [writingJob(async () => undefined)], 1);
    await until(async () => (await queue.counts()).completed === 1);
    const { rows } = await sql`select 1 from settings where name like 'written%'`.execute(servers.db());
    expect(rows).toHaveLength(1);
    // The killed one's run stays without an end.
    expect((await runsOf(servers.db(), ["writing"], 1)).map(({ outcome }) => outcome)).toEqual([
      null,
      "done",
    ]);
    await sql`delete from job_runs where job = 'writing'`.execute(servers.db());
    await sql`delete from settings where name like 'written%'`.execute(servers.db());
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
}

describe("on PostgreSQL", () => contract("PostgreSQL"));

describe.skipIf(redisServer === null)("on Redis", () => contract("Redis"));
