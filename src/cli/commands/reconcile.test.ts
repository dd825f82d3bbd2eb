import { type ChildProcess, execFile } from "node:child_process";
import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import { type ContractServer, startContractServer } from "#sources/fixtures/contract-server.ts";
import { outsideCall, outsideCustomer, outsideTutor } from "#sources/fixtures/outside-rows.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";

const database = await createTestDatabase();
const db = createDatabase({ url: database.ownerUrl, name: "test", log });
const server: ContractServer = await startContractServer();
afterAll(async () => {
  await server.close();
  await db.destroy();
  await database.drop();
});
beforeEach(async () => {
  server.clear();
  await sql`truncate customers, tutors, call_hour_rollups, ingestion_cursors, reconciliations cascade`.execute(
    db,
  );
});

type Outcome = { code: number | null; stdout: string; stderr: string };

/** Runs a command as a process of its own, which the test may kill. */
function ops(args: readonly string[]): { child: ChildProcess; ended: Promise<Outcome> } {
  const env = {
    NODE_ENV: "test" as const,
    DATABASE_URL: database.ownerUrl,
    SOURCE_API_URL: server.url,
    SUPPORT_API_URL: server.url,
    SOURCE_API_TOKEN: server.token,
    SUPPORT_API_TOKEN: server.token,
  };
  let end: (outcome: Outcome) => void;
  const ended = new Promise<Outcome>((resolve) => {
    end = resolve;
  });
  const child = execFile(process.execPath, ["src/cli/ops.ts", ...args], { env }, (_error, stdout, stderr) =>
    end({ code: child.exitCode, stdout, stderr }),
  );
  return { child, ended };
}

const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();

function fillSource(calls: number): void {
  server.put("customers", outsideCustomer());
  server.put("tutors", outsideTutor());
  for (let id = 1; id <= calls; id++) server.put("calls", outsideCall({ id, updated_at: at(id) }));
}

const liveIds = async () =>
  (
    await db
      .selectFrom("inbound_calls")
      .select("call_id")
      .where("deleted_at", "is", null)
      .orderBy("call_id")
      .execute()
  ).map((row) => row.call_id);

describe("ops ingest reconcile", { timeout: 180_000 }, () => {
  test("compares all resources, and `ops ingest RESOURCE` reads as before", async () => {
    fillSource(3);
    expect(await ops(["ingest", "all"]).ended).toMatchObject({ code: 0 });
    server.remove("calls", 2);
    const { code, stdout } = await ops(["ingest", "reconcile", "--json"]).ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { resource: "customers", state: "equal", source: 1, stored: 1 },
      { resource: "tutors", state: "equal" },
      { resource: "sessions", state: "equal" },
      {
        resource: "calls",
        state: "mended",
        source: 2,
        stored: 3,
        extra: 1,
        mended: 1,
        deleted: 1,
        guard: null,
      },
    ]);
    const table = await ops(["ingest", "reconcile", "calls"]).ended;
    expect(table.stdout.split("\n")[0]).toMatch(
      /^resource\s+state\s+source\s+stored\s+missing\s+extra\s+mended$/,
    );
    expect(await ops(["ingest", "subjects"]).ended).toMatchObject({ code: 0 });
    expect(await ops(["ingest", "nonsense"]).ended).toMatchObject({ code: 2 });
    expect(await ops(["ingest", "reconcile", "subjects"]).ended).toMatchObject({ code: 2 });
  });

  test("ends with 6 where something could not be mended, and with 0 once that is allowed", async () => {
    fillSource(150);
    await ops(["ingest", "calls"]).ended;
    for (let id = 1; id <= 149; id++) server.remove("calls", id);
    const held = await ops(["ingest", "reconcile", "calls"]).ended;
    expect(held.code).toBe(6);
    expect(held.stderr).toContain("run: ops ingest reconcile calls --allow-deletes");
    expect(await ops(["ingest", "reconcile", "calls", "--allow-deletes"]).ended).toMatchObject({ code: 0 });
    expect(await liveIds()).toEqual([150]);
  });

  test("killed in the middle, it leaves nothing half done, and the next one finds the rest", async () => {
    fillSource(800);
    await ops(["ingest", "calls"]).ended;
    for (let id = 1; id <= 600; id++) server.remove("calls", id);
    for (const dieAt of ["/calls/250", "/calls/450"]) {
      const { child, ended } = ops(["ingest", "reconcile", "calls", "--allow-deletes"]);
      server.hooks.beforeAnswer = ({ pathname }) => {
        if (pathname.endsWith(dieAt)) child.kill("SIGKILL");
      };
      expect((await ended).code, dieAt).not.toBe(0);
      server.hooks.beforeAnswer = null;
    }
    // Whole transactions of 200 each: what was marked is marked with its rollups.
    expect((await liveIds()).length % 200).toBe(0);
    const { code, stdout } = await ops(["ingest", "reconcile", "calls", "--allow-deletes", "--json"]).ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ state: "mended" }]);
    expect(await liveIds()).toEqual(server.liveRows("calls").map((row) => row.id));
    const calls = await db
      .selectFrom("call_hour_rollups")
      .select((eb) => eb.fn.sum<number>("calls").as("calls"))
      .executeTakeFirst();
    expect(calls?.calls).toBe(200);
  });
});
