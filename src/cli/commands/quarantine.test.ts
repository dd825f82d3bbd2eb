import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { outsideCustomer } from "#sources/fixtures/outside-rows.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";

const harness = await createIngestionHarness();
const folder = await mkdtemp(path.join(tmpdir(), "ops-quarantine-"));
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

type Outcome = { code: number; stdout: string; stderr: string };

const ops = async (...args: readonly string[]): Promise<Outcome> =>
  await new Promise((resolve) => {
    const env = { NODE_ENV: "test" as const, DATABASE_URL: harness.ownerUrl };
    execFile(
      process.execPath,
      ["src/cli/ops.ts", "ingest", "quarantine", ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

/** Processes are slow to start on a machine that is busy. */
const timeoutMs = 240_000;

test(
  "ops ingest quarantine lists, shows, retries an edited record and discards the rest",
  async () => {
    for (let id = 1; id <= 3; id++) harness.server.put("customers", outsideCustomer({ id, status: "gone" }));
    await harness.poll("customers");
    const records: { id: number; key: string; faults: string }[] = JSON.parse(
      (await ops("list", "--resource", "customers", "--json")).stdout,
    );
    expect(records.map(({ key }) => key)).toEqual(["3", "2", "1"]);
    expect(records[0]?.faults).toBe("status: should be one of active, paused, closed");
    const id = String(records[0]?.id);

    const broken = path.join(folder, "broken.json");
    const mended = path.join(folder, "mended.json");
    await writeFile(broken, JSON.stringify(outsideCustomer({ id: 3, status: "lost" })));
    await writeFile(mended, JSON.stringify(outsideCustomer({ id: 3 })));
    const [shown, unsaid, refused, which] = await Promise.all([
      ops("show", id),
      ops("retry", id, "--file", mended),
      ops("retry", id, "--file", broken, "--reason", "Asked the school"),
      ops("discard", "--reason", "Test records"),
    ]);
    expect(shown.stdout).toContain('"status":"gone"');
    expect(unsaid).toMatchObject({ code: 2, stderr: expect.stringContaining("--reason") });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("status: should be one of") });
    expect(which).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Say which/) });

    const retried = await ops("retry", id, "--file", mended, "--reason", "Asked the school", "--json");
    expect(JSON.parse(retried.stdout)).toEqual([
      { id: Number(id), resource: "customers", key: "3", outcome: "taken", note: null },
    ]);
    expect(await harness.exported("customers")).toMatchObject([{ id: 3, status: "active" }]);

    const again = await ops("retry", "--all");
    expect(again.stdout).toContain("malformed");
    expect(again.stderr).toContain("2 malformed");
    const discarded = await ops("discard", "--all", "--reason", "Test records", "--json");
    expect(JSON.parse(discarded.stdout)).toMatchObject([{ discarded: 2, left: 0 }]);
    expect(await harness.rows("select from quarantined_records where state = 'open'")).toEqual([]);
  },
  timeoutMs,
);
