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
import { AppError } from "../errors.ts";

const job = numberedJob;
const servers = startQueueServers();

/** What people see of jobs, and what they do to them. */
function contract(backend: Backend) {
  const { open, openAsWeb, work, name } = openQueues(servers, backend);

  it("records each run with how it ended", async () => {
    const queue = open();
    const names = ["fine", "gone", "shaky"].map((job) => `${job} ${name()}`);
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
    const runs = await runsOf(servers.db(), names, 4);
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
      from job_runs where job = any (${names}::text[])`.execute(servers.db());
    expect(rows).toEqual([{ ok: true }]);
  });

  it("records what was given back", async () => {
    const queue = open();
    const slow = `slow ${name()}`;
    const started = Promise.withResolvers<void>();
    const waits = job(slow, async (ctx) => {
      started.resolve();
      await sleep(60_000, undefined, { signal: ctx.signal });
    });
    const worker = await work(queue, [waits]);
    await queue.enqueue(waits, { n: 1 });
    await started.promise;
    await worker.close();
    expect(await runsOf(servers.db(), [slow], 1)).toMatchObject([{ outcome: "given_back" }]);
  });

  it("lets a person begin the next try of a failed job, or discard it", async () => {
    const queue = open();
    const web = openAsWeb();
    let mended = false;
    const failing = job(
      "failing",
      async () => {
        if (!mended) throw new AppError("source_unavailable", "The source is down.");
      },
      { backoffSeconds: 3_600 },
    );
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
    const nightly = job(`nightly ${name()}`, async () => undefined);
    await queue.schedule(nightly, { n: 4 }, { key: "nightly", cron: "0 3 * * *", timezone: "UTC" });
    const [before] = await web.schedules();
    expect(await web.runSchedule("nightly")).toBe(await web.runSchedule("nightly"));
    const [waiting] = await web.jobs(["waiting"], 10);
    expect(waiting).toMatchObject({ input: { n: 4 }, schedule: "nightly", isRepeating: false, mostTries: 3 });
    expect(Number(await web.oldestDue())).toBe(Number(waiting?.queuedAt));
    await work(queue, [nightly]);
    expect(await runsOf(servers.db(), [nightly.name], 1)).toHaveLength(1);
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

describe("on PostgreSQL", () => contract("PostgreSQL"));

describe.skipIf(redisServer === null)("on Redis", () => contract("Redis"));
