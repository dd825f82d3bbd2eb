import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPostmaster } from "../../src/platform/embedded-postgres/postmaster.ts";
import { findFreePort } from "../../test/redis-server.ts";

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "dashboard-launcher-"));
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Runs a launcher script as a user does and gives what it said. */
async function run(script: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [path.resolve("scripts", script), ...args], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [code, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

test("a wrong variable ends the start with one sentence for each", async () => {
  const { code, stderr } = await run("start.ts", [], { PORT: "seventy", BUSINESS_TIMEZONE: "Mars/Base" });
  expect(code).toBe(1);
  expect(stderr).toBe(
    'PORT holds "seventy" but should hold the port of the dashboard, 1 to 65535. ' +
      'BUSINESS_TIMEZONE holds "Mars/Base" but should hold IANA timezone of business days.\n',
  );
});

test("options that cannot be used end the start with one sentence", async () => {
  const wrong = await run("start.ts", ["--speed", "0"], {});
  expect([wrong.code, wrong.stderr]).toEqual([
    1,
    expect.stringMatching(/^MOCK_SPEED holds "0" but should hold how many times as fast/),
  ]);
  const live = await run("start.ts", ["--speed", "60"], { SOURCE_MODE: "live" });
  expect([live.code, live.stderr]).toEqual([
    1,
    expect.stringMatching(/^MOCK_SPEED \(--speed\) moves the clock/),
  ]);
});

test("a taken port ends the start with one sentence that names who has it, and leaves no server", async () => {
  const server: Server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, () => resolve((server.address() as { port: number }).port));
  });
  const { code, stderr } = await run("start.ts", [], { PORT: String(port) });
  server.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      `^Port ${port} is taken( \\(by .+, process ${process.pid}\\))?\\. Stop what uses it or set PORT to another\\.\n$`,
    ),
  );
});

test("a database that does not answer ends the start with a sentence", async () => {
  const { code, stderr } = await run("start.ts", [], {
    PORT: String(await findFreePort()),
    MOCK_SOURCE_PORT: String(await findFreePort()),
    DATABASE_URL: "postgres://nobody:secret@127.0.0.1:9/dashboard",
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/DATABASE_URL/);
  expect(stderr).not.toContain("secret");
});

test("ops brings up the database, puts the result alone on standard output, and stops what it started", async () => {
  const { code, stdout, stderr } = await run("ops.ts", ["--json", "db", "status"], {});
  expect(stderr).toContain("Making the database");
  expect(Array.isArray(JSON.parse(stdout))).toBe(true);
  expect(code).toBe(0);
  expect(await findPostmaster(path.join(dataDir, "postgres"))).toBeNull();
});

test("ops hands the exit code of its command on", async () => {
  expect((await run("ops.ts", ["no-such-command"], {})).code).toBe(2);
});
