import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDatabase, type Database } from "#db/client.ts";
import { AppError } from "#platform/errors.ts";
import { defineJob } from "#platform/queue/job.ts";
import { prepareQueue } from "#platform/queue/prepare-queue.ts";
import { createQueue, type Queue } from "#platform/queue/queue.ts";
import type { RunningWorker } from "#platform/queue/worker.ts";
import { apiUnderTest, silentLog as log, viewerOf } from "#test/builders/api-under-test.ts";
import { redisServer } from "#test/capabilities.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { startTestRedis, type TestRedis } from "#test/redis-server.ts";
import { jobsApi } from "./api.ts";
import type { ActionAnswer, Job, JobDetail, JobPageAnswer, KindsAnswer, SchedulesAnswer } from "./schemas.ts";

const now = () => new Date();
const admin = viewerOf({ userId: "ada", name: "Ada", role: "admin" });
const why = "the source is mended";

const schema = z.object({ n: z.int(), contact: z.object({ email: z.string() }).optional() });
let isMended = false;
const failing = defineJob({
  name: "mail.remind",
  schema,
  tries: 1,
  backoffSeconds: 1,
  async run(_ctx, { n }) {
    if (isMended) return;
    throw new AppError("source_rejected", `No reminder ${n} to bea@example.org.`, {
      details: { phone: "+1 312 555 0142" },
    });
  },
});
const shaky = defineJob({
  ...failing,
  name: "poll",
  tries: 3,
  backoffSeconds: 3_600,
  async run() {
    if (!isMended) throw new AppError("source_unavailable", "The source is down.");
  },
});

let database: TestDatabase;
let redis: TestRedis | null = null;
let owner: Database;
let locks: Database;
let web: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  await prepareQueue(database.ownerUrl);
  owner = createDatabase({ url: database.ownerUrl, name: "test", log });
  locks = createDatabase({ url: database.ownerUrl, name: "test locks", log });
  web = createDatabase({ url: database.webUrl, name: "test web", log });
  if (redisServer !== null) redis = await startTestRedis();
});

afterAll(async () => {
  await Promise.all([owner.destroy(), locks.destroy(), web.destroy()]);
  await database.drop();
  await redis?.stop();
});

async function until(look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) await sleep(20);
}

async function auditEntries() {
  return await owner
    .selectFrom("audit_log")
    .select(["actor_name", "action", "entity_id", "details"])
    .where("action", "like", "jobs.%")
    .orderBy("audit_id")
    .execute();
}

function contract(backend: "PostgreSQL" | "Redis") {
  let queue: Queue;
  let worker: RunningWorker;
  let api: ReturnType<typeof apiUnderTest>;

  beforeEach(async () => {
    isMended = false;
    const name = `jobs-${randomUUID()}`;
    const redisUrl = backend === "Redis" ? (redis?.url ?? null) : null;
    queue = createQueue({ databaseUrl: database.ownerUrl, redisUrl, log, name });
    const webQueue = createQueue({ databaseUrl: database.webUrl, redisUrl, log, name });
    api = apiUnderTest({ db: web, now, routes: jobsApi, queue: webQueue });
    const close = api.close;
    api.close = async () => {
      await webQueue.close();
      await close();
    };
    worker = await queue.startWorker([failing, shaky], { db: owner, locks, now, log });
  });

  afterEach(async () => {
    await worker.close(0.1);
    await Promise.all([queue.close(), api.close()]);
    await sql`delete from job_runs`.execute(owner);
  });

  async function get<T>(path: string): Promise<T> {
    const { status, body } = await api.get(path, admin);
    expect(status, JSON.stringify(body)).toBe(200);
    return body as T;
  }

  async function act(path: string, body: unknown): Promise<ActionAnswer> {
    const answer = await api.post(path, body, admin);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body as ActionAnswer;
  }

  /** Jobs that died, by their n; one more waits for its next try. */
  async function withDeadJobs(count: number): Promise<Job[]> {
    for (let n = 1; n <= count; n++) {
      await queue.enqueue(failing, { n, contact: { email: "ana@example.org" } });
    }
    await queue.enqueue(shaky, { n: 0 });
    await until(async () => (await queue.counts()).dead === count && (await queue.counts()).delayed === 1);
    const { data } = await get<JobPageAnswer>("/jobs?state=dead");
    return data.sort((a, b) => nOf(a) - nOf(b));
  }

  const nOf = (job: Job) => (job.input as { n: number }).n;

  it("shows what failed and what is dead, page by page, without personal data", async () => {
    await withDeadJobs(3);
    const first = await get<JobPageAnswer>("/jobs?limit=3");
    expect(first).toMatchObject({
      total: 4,
      counts: { waiting: 0, active: 0, delayed: 0, failed: 1, dead: 3, completed: 0 },
      countsByJob: { "mail.remind": 3, poll: 1 },
      cut: [],
    });
    const second = await get<JobPageAnswer>(`/jobs?limit=3&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ nextCursor: null, total: 4 });
    const all = [...first.data, ...second.data];
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    expect(JSON.stringify(all)).not.toContain("example.org");
    expect(all.find(({ state }) => state === "dead")).toMatchObject({
      code: "source_rejected",
      canRetry: true,
      canDiscard: true,
      input: { contact: { email: "[e-mail]" } },
    });
    expect(all.find(({ state }) => state === "failed")).toMatchObject({
      job: "poll",
      tries: 1,
      mostTries: 3,
    });
  });

  it("reads one job with its error, context and runs", async () => {
    const [dead] = await withDeadJobs(1);
    const { data } = await get<JobPageAnswer>("/jobs?state=failed");
    const detail = await get<JobDetail>(`/jobs/${dead?.id}`);
    expect(detail).toMatchObject({ error: "No reminder 1 to [e-mail].", details: { phone: "[phone]" } });
    expect(detail.stack).toContain("api.test.ts");
    expect(detail.stack).not.toContain("bea@");
    await until(async () => (await get<JobDetail>(`/jobs/${dead?.id}`)).runs[0]?.state === "dead");
    const failed = await get<JobDetail>(`/jobs/${encodeURIComponent(data[0]?.id ?? "")}`);
    expect(failed.runs).toMatchObject([{ try: 1, state: "retry", message: "The source is down." }]);
    expect((await api.get("/jobs/nothing", admin)).status).toBe(404);
  });

  it("searches what is shown, and never says whether an address is there", async () => {
    await withDeadJobs(2);
    const found = async (search: string) =>
      (await get<JobPageAnswer>(`/jobs?search=${encodeURIComponent(search)}`)).total;
    expect(await found("REMINDER 2")).toBe(1);
    expect(await found('"n":1')).toBe(1);
    expect(await found("source is down")).toBe(1);
    expect(await found("source_rejected")).toBe(2);
    expect(await found("ana@example.org")).toBe(0);
    expect(await found("bea@")).toBe(0);
    expect(await found("555")).toBe(0);
    const narrow = await get<JobPageAnswer>("/jobs?search=reminder&job=poll");
    expect(narrow).toMatchObject({ total: 0, countsByJob: { "mail.remind": 2 } });
  });

  it("retries by selection, with who and why on record before and after", async () => {
    const [first, second] = await withDeadJobs(2);
    isMended = true;
    const ids = [first?.id, "job-nothing"];
    expect(await act("/jobs/retry", { ids, reason: why })).toEqual({
      done: [{ id: first?.id, job: "mail.remind" }],
      skipped: [{ id: "job-nothing", reason: "It is not there any more." }],
      left: 0,
    });
    await until(async () => (await queue.counts()).completed === 1);
    const { data } = await get<JobPageAnswer>("/jobs?state=dead");
    expect(data.map(({ id }) => id)).toEqual([second?.id]);
    const [asked, done] = (await auditEntries()).slice(-2);
    expect(asked).toMatchObject({
      actor_name: "Ada",
      action: "jobs.retry_asked",
      entity_id: first?.id,
      details: { reason: why, jobs: 1, named: [{ id: first?.id, error: "No reminder 1 to [e-mail]." }] },
    });
    expect(done).toMatchObject({ action: "jobs.retried", details: { reason: why, done: 1, left: 0 } });
  });

  it("retries and discards everything under a filter, and nothing else", async () => {
    await withDeadJobs(4);
    isMended = true;
    const discarded = await act("/jobs/discard", { filter: { search: "reminder 3" }, reason: "gone anyway" });
    expect(discarded.done).toHaveLength(1);
    expect((await auditEntries()).at(-1)).toMatchObject({
      action: "jobs.discarded",
      details: {
        reason: "gone anyway",
        named: [{ job: "mail.remind", state: "dead", code: "source_rejected" }],
      },
    });
    const retried = await act("/jobs/retry", { filter: { job: "mail.remind" }, reason: why });
    expect(retried.done).toHaveLength(3);
    await until(async () => (await queue.counts()).completed === 3);
    expect((await get<JobPageAnswer>("/jobs")).counts).toMatchObject({ dead: 0, failed: 1 });
    const tried = await act("/jobs/retry", { filter: {}, reason: why });
    expect(tried.done).toMatchObject([{ job: "poll" }]);
    await until(async () => (await queue.counts()).completed === 4);
  });

  it("wants a reason", async () => {
    for (const reason of [undefined, "", "  x "]) {
      expect((await api.post("/jobs/retry", { ids: ["1"], reason }, admin)).status).toBe(400);
    }
    expect((await api.post("/jobs/discard", { reason: why }, admin)).status).toBe(400);
  });

  it("shows schedules with their runs, and has one run now", async () => {
    isMended = true;
    await queue.schedule(shaky, { n: 5 }, { key: "poll sessions", everySeconds: 3_600 });
    await queue.schedule(
      shaky,
      { n: 6 },
      { key: "nightly", cron: "30 3 * * *", timezone: "America/Chicago" },
    );
    await until(
      async () => (await sql`select 1 from job_runs where outcome = 'done'`.execute(owner)).rows.length > 0,
    );
    const { data } = await get<SchedulesAnswer>("/job-schedules");
    expect(data).toMatchObject([
      { key: "nightly", rate: { cron: "30 3 * * *" }, state: "new", missed: 0, lastStartedAt: null },
      {
        key: "poll sessions",
        rate: { everySeconds: 3_600 },
        state: "on_time",
        missed: 0,
        lastOutcome: "done",
      },
    ]);
    const run = await api.post("/job-schedules/nightly/run", { reason: "to see it" }, admin);
    expect(run.status).toBe(202);
    await until(async () => (await get<SchedulesAnswer>("/job-schedules")).data[0]?.lastSuccessAt !== null);
    expect((await auditEntries()).slice(-2)).toMatchObject([
      { action: "jobs.run_asked", entity_id: "nightly", details: { reason: "to see it" } },
      { action: "jobs.run", entity_id: "nightly", details: { id: run.body.id } },
    ]);
    expect((await api.post("/job-schedules/nobody/run", { reason: why }, admin)).status).toBe(404);
  });

  it("finds the runs that a schedule missed, and says when it fails", async () => {
    await worker.close(0.1);
    isMended = true;
    await queue.schedule(shaky, { n: 5 }, { key: "poll sessions", everySeconds: 3_600 });
    const run = async (hoursAgo: number, outcome: string) =>
      await sql`insert into job_runs (queue_job_id, started_at, job, schedule_key, try, could_start_at, finished_at, outcome)
        values (${randomUUID()}, now() - make_interval(secs => ${hoursAgo * 3_600}), 'poll', 'poll sessions', 1, now(), now(), ${outcome})`.execute(
        owner,
      );
    for (const hoursAgo of [30, 9.9, 8.9, 5.9, 4.9, 3.9, 2.9, 1.9, 0.9]) await run(hoursAgo, "done");
    const [missed] = (await get<SchedulesAnswer>("/job-schedules")).data;
    // From 24 hours ago to 9.9 hours ago fourteen, and two between 8.9 and 5.9.
    expect(missed).toMatchObject({ state: "missed", missed: 16 });
    expect(missed?.missedAt).toHaveLength(16);
    await sql`update job_runs set outcome = 'dead' where started_at > now() - interval '3 hours'`.execute(
      owner,
    );
    const [failing] = (await get<SchedulesAnswer>("/job-schedules")).data;
    expect(failing).toMatchObject({ state: "failing", lastOutcome: "dead" });
  });

  it("tells rates, durations and lag of each kind, and how far readers of changes are behind", async () => {
    await withDeadJobs(2);
    await until(
      async () =>
        (await sql`select 1 from job_runs where outcome is not null`.execute(owner)).rows.length === 3,
    );
    await worker.close(0.1);
    for (const [ms, n] of [10, 20, 400].entries()) {
      await sql`insert into job_runs (queue_job_id, started_at, job, try, could_start_at, finished_at, outcome, duration_ms)
        values (${`x${ms}`}, now() - interval '2 hours', 'poll', 1, now(), now(), 'done', ${n})`.execute(
        owner,
      );
    }
    await sql`insert into job_runs (queue_job_id, started_at, job, try, could_start_at)
      values ('killed', now() - interval '3 hours', 'poll', 1, now())`.execute(owner);
    await queue.enqueue(shaky, { n: 9 });
    await sql`delete from change_log`.execute(owner);
    await sql`insert into change_log (resource) select 'sessions' from generate_series(1, 3)`.execute(owner);
    await sql`insert into change_consumers (consumer, change_id) select 'health', min(change_id) from change_log
      on conflict (consumer) do update set change_id = excluded.change_id`.execute(owner);
    const { data, oldestDueAt, consumers } = await get<KindsAnswer>("/job-kinds");
    expect(data).toMatchObject([
      {
        job: "mail.remind",
        counts: { dead: 2 },
        ranHour: 2,
        failedHour: 2,
        medianMs: null,
        oldestDueAt: null,
      },
      {
        job: "poll",
        counts: { waiting: 1, failed: 1 },
        ...{ ranHour: 1, failedHour: 1, ranDay: 5, failedDay: 1, brokeOffDay: 1, medianMs: 20 },
        oldestDueAt,
      },
    ]);
    expect(oldestDueAt).not.toBeNull();
    expect(consumers).toMatchObject([{ consumer: "health", behind: 2, oldestAt: expect.any(String) }]);
  });

  it("tells open pages of what failed and of what a person did", async () => {
    const events = async () =>
      (await sql`select 1 from event_log where kind = 'jobs.changed'`.execute(owner)).rows.length;
    const before = await events();
    await withDeadJobs(1);
    await until(async () => (await events()) > before);
  });
}

describe("on PostgreSQL", () => contract("PostgreSQL"));

describe.skipIf(redisServer === null)("on Redis", () => contract("Redis"));

describe("who may", () => {
  it.each(["operator", "viewer"] as const)("not a %s", async (role) => {
    const api = apiUnderTest({ db: web, now, routes: jobsApi });
    for (const path of ["/jobs", "/jobs/1", "/job-schedules", "/job-kinds"]) {
      expect((await api.get(path, viewerOf({ role }))).status, path).toBe(403);
    }
    for (const path of ["/jobs/retry", "/jobs/discard", "/job-schedules/x/run"]) {
      expect((await api.post(path, { ids: ["1"], reason: why }, viewerOf({ role }))).status, path).toBe(403);
    }
    await api.close();
  });
});
