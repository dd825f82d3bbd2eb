import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDatabase, type Database } from "#db/client.ts";
import { createQueue, type Queue } from "#platform/queue/queue.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { startNode } from "#test/start-node.ts";

let database: TestDatabase;
let db: Database;
let queue: Queue;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
  queue = createQueue({ databaseUrl: database.ownerUrl, redisUrl: null, log });
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

afterAll(async () => {
  await queue.close();
  await db.destroy();
  await database.drop();
});

function start(variables: Record<string, string>) {
  const started = startNode("src/worker/main.ts", [], { LOG_LEVEL: "info", ...variables });
  children.push(started.child);
  return started;
}

async function countWorkers(): Promise<number> {
  const { rows } = await sql`select 1 from worker_heartbeats`.execute(db);
  return rows.length;
}

describe("the worker process", () => {
  it("says that it lives, keeps the schedule, and leaves in order when told to", async () => {
    const { child, written } = start({ DATABASE_URL: database.ownerUrl });
    while (!written.out.includes("the worker runs")) await sleep(50);
    expect(await countWorkers()).toBe(1);
    const schedules = await queue.schedules();
    expect(schedules.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        "update health",
        "sample metrics",
        "send outbox",
        "trim logs",
        "keep partitions",
      ]),
    );
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(await countWorkers()).toBe(0);
    expect(await queue.counts()).toMatchObject({ active: 0, dead: 0 });
    expect(written.err).toBe("");
  });

  it("removes schedules that are not listed any more", async () => {
    const gone = { name: "gone", schema: z.object({}), tries: 1, backoffSeconds: 1 };
    await queue.schedule({ ...gone, run: async () => undefined }, {}, { key: "gone", everySeconds: 3_600 });
    const { written } = start({ DATABASE_URL: database.ownerUrl });
    while (!written.out.includes("the worker runs")) await sleep(50);
    expect((await queue.schedules()).map(({ key }) => key)).not.toContain("gone");
  });

  it("waits for a database whose tables are not there yet", async () => {
    const empty = await createTestDatabase({ migrated: false });
    const { child, written } = start({ DATABASE_URL: empty.ownerUrl });
    while (!written.out.includes("waits for the database")) await sleep(50);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
    await empty.drop();
  });

  it("says in one sentence what is wrong with its configuration", async () => {
    const { child, written } = start({});
    const [code] = await once(child, "exit");
    expect(code).toBe(1);
    expect(written.err).toBe("DATABASE_URL is not set. `npm start` sets it.\n");
  });
});
