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

test("ops ingest quarantine lists, shows, retries an edited record and discards the rest", async () => {
  for (let id = 1; id <= 3; id++) harness.server.put("customers", outsideCustomer({ id, status: "gone" }));
  await harness.poll("customers");
  const listed = await ops("list", "--resource", "customers", "--json");
  const records: { id: number; key: string; faults: string }[] = JSON.parse(listed.stdout);
  expect(records.map(({ key }) => key)).toEqual(["3", "2", "1"]);
  expect(records[0]?.faults).toBe("status: should be one of active, paused, closed");
  const id = String(records[0]?.id);

  const shown = await ops("show", id);
  expect(shown.stdout).toContain('"status":"gone"');

  const file = path.join(folder, "record.json");
  await writeFile(file, JSON.stringify(outsideCustomer({ id: 3, status: "lost" })));
  expect(await ops("retry", id, "--file", file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--reason"),
  });
  const refused = await ops("retry", id, "--file", file, "--reason", "Asked the school");
  expect(refused).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("status: should be one of"),
  });
  await writeFile(file, JSON.stringify(outsideCustomer({ id: 3 })));
  const retried = await ops("retry", id, "--file", file, "--reason", "Asked the school", "--json");
  expect(JSON.parse(retried.stdout)).toEqual([
    { id: Number(id), resource: "customers", key: "3", outcome: "taken", note: null },
  ]);
  expect(await harness.exported("customers")).toMatchObject([{ id: 3, status: "active" }]);

  const again = await ops("retry", "--all");
  expect(again.stdout).toContain("malformed");
  expect(again.stderr).toContain("2 malformed");
  expect(await ops("discard")).toMatchObject({ code: 2 });
  expect(await ops("discard", "--reason", "Test records")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Say which/),
  });
  const discarded = await ops("discard", "--all", "--reason", "Test records", "--json");
  expect(JSON.parse(discarded.stdout)).toMatchObject([{ discarded: 2, left: 0 }]);
  expect(JSON.parse((await ops("list", "--json")).stdout)).toEqual([]);
  expect(await ops("show", "abc")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("whole number"),
  });
}, 60_000);
