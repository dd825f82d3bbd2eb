import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ContractServer, startContractServer } from "#sources/fixtures/contract-server.ts";
import { outsideCall, outsideCustomer, outsideSubject } from "#sources/fixtures/outside-rows.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";

const database = await createTestDatabase();
const folder = await mkdtemp(path.join(tmpdir(), "ops-"));
let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(async () => {
  await server.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

type Outcome = { code: number; stdout: string; stderr: string };

const ops = async (args: readonly string[], more: Record<string, string> = {}): Promise<Outcome> =>
  await new Promise((resolve) => {
    const env = {
      NODE_ENV: "test" as const,
      DATABASE_URL: database.ownerUrl,
      SOURCE_API_URL: server.url,
      SUPPORT_API_URL: `${server.url}/support`,
      SOURCE_API_TOKEN: server.token,
      SUPPORT_API_TOKEN: server.token,
      ...more,
    };
    execFile(process.execPath, ["src/cli/ops.ts", ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

const lines = (text: string) => text.trim().split("\n");

describe("ops import and ops export", () => {
  test("take a folder, name a file that cannot be read, and print rows as the source would", async () => {
    await cp("src/features/ingestion/sample", folder, { recursive: true });
    await writeFile(path.join(folder, "calls.csv"), "id,customer_id\n1,2\n");
    const imported = await ops(["import", "--dir", folder, "--json"]);
    expect(imported.code).toBe(1);
    expect(imported.stderr).toContain("calls.csv, line 1: the header should also name");
    expect(JSON.parse(imported.stdout)).toMatchObject([
      { file: "subjects.csv", inserted: 4 },
      { file: "customers.csv", inserted: 12 },
      { file: "tutors.csv", inserted: 5 },
      { file: "sessions.csv", inserted: 60 },
    ]);
    const csv = await ops(["export", "customers", "--format", "csv"]);
    expect(lines(csv.stdout)[0]).toBe(
      "id,name,email,phone,timezone,acquisition_channel,plan,monthly_spend,email_consent,phone_consent,status,signed_up_at,goals,created_at,updated_at,deleted_at",
    );
    expect(lines(csv.stdout)[1]).toBe(
      "12346,Customer 12346,customer12346@example.com,,Europe/London,united_kingdom,standard,319.39,true,true,active,2011-01-01T10:00:00.000Z,[],2011-01-01T10:00:00.000Z,2011-01-01T10:00:00.000Z,",
    );
    const tutors = lines((await ops(["export", "tutors"])).stdout).map((line) => JSON.parse(line));
    expect(tutors.map((tutor) => tutor.id)).toEqual([1, 2, 3, 4, 5]);
    expect(tutors[0]).toMatchObject({ hourly_rate: "25.0", subjects: ["range_10"], deleted_at: null });
  });

  test("a folder that is not there is one sentence", async () => {
    const { code, stderr, stdout } = await ops(["import", "--dir", "/nowhere"]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: "/nowhere cannot be read as a folder (ENOENT).\n",
    });
  });
});

describe("ops ingest", () => {
  test("reads all resources, and tells of the one that refuses us without stopping at it", async () => {
    server.put("subjects", outsideSubject());
    server.put("customers", outsideCustomer());
    server.put("calls", outsideCall({ customer_id: 99 }));
    const { code, stdout, stderr } = await ops(["ingest", "all", "--json"], { SUPPORT_API_TOKEN: "wrong" });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^calls: The support system refused the token \(401 .*\): check SUPPORT_API_TOKEN\.$/m,
    );
    const summaries: { resource: string; inserted: number }[] = JSON.parse(stdout);
    expect(summaries.map(({ resource, inserted }) => [resource, inserted])).toEqual([
      ["subjects", 1],
      ["customers", 1],
      ["tutors", 0],
      ["sessions", 0],
    ]);
    const calls = await ops(["ingest", "calls"]);
    expect(calls.code).toBe(0);
    expect(lines(calls.stdout)[1]).toMatch(/^calls\s+1\s+1\s+0\s/);
    const exported = await ops(["export", "calls"]);
    expect(exported).toMatchObject({
      stdout: "",
      stderr: "1 calls wait for their customer or tutor and are not among these.\n",
    });
  });

  test("says which variable is missing", async () => {
    const { code, stderr } = await ops(["ingest", "calls"], { SUPPORT_API_URL: "" });
    expect(code).toBe(3);
    expect(stderr).toBe(
      "calls: No source of calls is configured: set SUPPORT_API_URL and SUPPORT_API_TOKEN.\n",
    );
  });
});
