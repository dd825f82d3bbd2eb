import { once } from "node:events";
import { userInfo } from "node:os";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDatabase } from "#db/client.ts";
import { prepareQueue } from "#platform/queue/prepare-queue.ts";
import { createQueue } from "#platform/queue/queue.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { startNode } from "#test/start-node.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function ops(args: readonly string[], variables: Record<string, string> = {}) {
  const all = { DATABASE_URL: database.ownerUrl, ...variables };
  const { child, written } = startNode("src/cli/ops.ts", args, all);
  const [code] = await once(child, "close");
  return { code, ...written };
}

describe("ops", () => {
  it("takes migrations back and runs them again", async () => {
    const status = await ops(["--json", "db", "status"]);
    const names = (JSON.parse(status.out) as { migration: string }[]).map(({ migration }) => migration);
    const undone = await ops(["--json", "db", "rollback", "--steps", "2"]);
    expect(JSON.parse(undone.out).map(({ migration }: { migration: string }) => migration)).toEqual(
      names.slice(-2).reverse(),
    );
    const done = await ops(["db", "migrate"]);
    expect(done.out).toContain(names.at(-1));
    expect(done.code).toBe(0);
  });

  it("fills an empty database once, through the way that any export takes", async () => {
    const filled = await ops([
      "--json",
      "db",
      "seed",
      "--customers",
      "20",
      "--as-of",
      "2026-05-01T00:00:00Z",
    ]);
    expect(filled.code, filled.err).toBe(0);
    const summaries = JSON.parse(filled.out) as { resource: string; inserted: number; quarantined: number }[];
    expect(summaries.map(({ resource }) => resource).sort()).toEqual(
      ["calls", "customers", "sessions", "subjects", "tutors"].sort(),
    );
    expect(summaries.every(({ inserted, quarantined }) => inserted > 0 && quarantined === 0)).toBe(true);
    const again = await ops(["db", "seed"]);
    expect(again.code).toBe(5);
    expect(again.err).toMatch(/^The database holds customers already;[^\n]*\n$/);
  });

  it("lists, retries and discards dead jobs", async () => {
    await prepareQueue(database.ownerUrl);
    const now = () => new Date();
    const queue = createQueue({ databaseUrl: database.ownerUrl, redisUrl: null, log });
    const job = {
      name: "unknown to every worker",
      schema: z.object({ n: z.int() }),
      tries: 1,
      backoffSeconds: 1,
      run: async () => undefined,
    };
    await queue.enqueue(job, { n: 1 });
    await queue.enqueue(job, { n: 2 });
    const db = createDatabase({ url: database.ownerUrl, name: "test", log });
    const worker = await queue.startWorker([], { db, locks: db, now, log });
    while ((await queue.counts()).dead < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await worker.close();
    const listed = await ops(["--json", "jobs", "list", "--dead"]);
    const [first] = JSON.parse(listed.out) as { id: string; error: string }[];
    expect(first?.error).toBe("This worker knows no job called unknown to every worker.");
    const shown = JSON.parse((await ops(["jobs", "show", first?.id ?? ""])).out);
    expect(shown).toMatchObject({ state: "dead", runs: [{ state: "dead", code: "invalid_input" }] });
    const found = JSON.parse((await ops(["--json", "jobs", "list", "--search", '"n":2'])).out);
    expect(found).toMatchObject([{ job: job.name, input: { n: 2 } }]);
    const why = ["--reason", "the worker was old"];
    expect(await ops(["jobs", "retry", first?.id ?? ""])).toMatchObject({ code: 2, out: "" });
    expect(await ops(["jobs", "retry", ...why])).toMatchObject({ code: 2, out: "" });
    expect((await ops(["jobs", "retry", first?.id ?? "", ...why])).code).toBe(0);
    const discarded = await ops(["--json", "jobs", "discard", "--all", ...why]);
    expect(JSON.parse(discarded.out)).toMatchObject([{ job: job.name, outcome: "discarded" }]);
    expect(await queue.counts()).toMatchObject({ dead: 0, waiting: 1 });
    expect(await ops(["jobs", "retry", "7", ...why])).toMatchObject({
      code: 5,
      out: "",
      err: "7: It is not there any more.\n",
    });
    const { rows } = await sql<{ action: string; actor_name: string; reason: string }>`
      select action, actor_name, details ->> 'reason' as reason from audit_log
      where action like 'jobs.%' order by audit_id limit 4`.execute(db);
    expect(rows.map(({ action }) => action)).toEqual([
      ...["jobs.retry_asked", "jobs.retried", "jobs.discard_asked", "jobs.discarded"],
    ]);
    expect(rows[0]).toMatchObject({
      actor_name: `Command line (${userInfo().username})`,
      reason: "the worker was old",
    });
    await queue.close();
    await db.destroy();
  });

  it("shows schedules and kinds of jobs, and has a schedule run now", async () => {
    const queue = createQueue({ databaseUrl: database.ownerUrl, redisUrl: null, log });
    const job = {
      name: "nightly",
      schema: z.object({}),
      tries: 2,
      backoffSeconds: 1,
      run: async () => undefined,
    };
    await queue.schedule(job, {}, { key: "every night", cron: "0 3 * * *", timezone: "UTC" });
    const schedules = JSON.parse((await ops(["--json", "jobs", "schedules"])).out);
    expect(schedules).toMatchObject([{ schedule: "every night", state: "new", missed: 0 }]);
    const run = await ops(["--json", "jobs", "run", "every night", "--reason", "to see it"]);
    const [queued] = JSON.parse(run.out) as { queued_as: string }[];
    expect(await queue.job(queued?.queued_as ?? "")).toMatchObject({
      state: "waiting",
      schedule: "every night",
    });
    const kinds = JSON.parse((await ops(["--json", "jobs", "kinds"])).out);
    expect(kinds.data).toContainEqual(
      expect.objectContaining({
        job: "nightly",
        counts: expect.objectContaining({ waiting: 1, delayed: 1 }),
      }),
    );
    expect(await ops(["jobs", "run", "nobody", "--reason", "to see it"])).toMatchObject({ code: 5, out: "" });
    await queue.keepSchedules([]);
    await queue.discard(queued?.queued_as ?? "");
    await queue.close();
  });

  it("finds out what is wrong", async () => {
    const variables = { SOURCE_API_URL: "http://127.0.0.1:9", SOURCE_API_TOKEN: "x" };
    const doctor = await ops(["--json", "doctor"], variables);
    const findings = JSON.parse(doctor.out) as { check: string; state: string }[];
    const stateOf = (check: string) => findings.find((finding) => finding.check === check)?.state;
    expect(["database", "clock", "web role", "notices", "migrations", "queue"].map(stateOf)).toEqual(
      Array(6).fill("good"),
    );
    expect(stateOf("source rails")).toBe("fault");
    expect(doctor.code).toBe(1);
  });

  it.each([
    [["db", "rollback", "--steps", "none"], {}, 2, /whole number from 1/],
    [["nonsense"], {}, 2, /unknown command/],
    [["db", "status"], { PORT: "high" }, 3, /^PORT holds "high" but should hold the port[^\n]*\n$/],
    [["db", "status"], { DATABASE_URL: "" }, 3, /^DATABASE_URL is not set\.[^\n]*\n$/],
  ])("says what is wrong with %j %j in words, with an exit code", async (args, variables, code, words) => {
    const result = await ops(args, variables as Record<string, string>);
    expect(result.code).toBe(code);
    expect(result.err).toMatch(words);
    expect(result.out).toBe("");
  });
});
