import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { supervise } from "./supervise.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashboard-supervise-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A script that appends its process id to a file and stays until SIGTERM. */
async function writeProgram(): Promise<{ script: string; pids: () => Promise<number[]> }> {
  const record = path.join(folder, `pids-${Math.floor(performance.now())}`);
  const program = path.join(folder, "program.mjs");
  await writeFile(record, "");
  await writeFile(
    program,
    `import { appendFileSync } from "node:fs";
     appendFileSync(${JSON.stringify(record)}, process.pid + "\\n");
     process.on("SIGTERM", () => process.exit(0));
     setInterval(() => {}, 1000);`,
  );
  const pids = async () => (await readFile(record, "utf8")).trim().split("\n").filter(Boolean).map(Number);
  return { script: path.relative(path.resolve("."), program), pids };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // No such process: what the tests ask for.
  }
};

test("a process that is killed starts again, and ends when it is stopped", async () => {
  const { script, pids } = await writeProgram();
  const running = supervise({ name: "program", script, env: process.env, logFile: path.join(folder, "log") });
  await vi.waitFor(async () => expect(await pids()).toHaveLength(1), { timeout: 10_000 });
  process.kill((await pids())[0]!, "SIGKILL");
  await vi.waitFor(async () => expect(await pids()).toHaveLength(2), { timeout: 10_000 });
  await running.stop();
  expect((await pids()).filter(isAlive)).toEqual([]);
});

test("a process that was stopped does not come back", async () => {
  const { script, pids } = await writeProgram();
  const running = supervise({ name: "program", script, env: process.env, logFile: path.join(folder, "log") });
  await vi.waitFor(async () => expect(await pids()).toHaveLength(1), { timeout: 10_000 });
  running.restart();
  await vi.waitFor(async () => expect(await pids()).toHaveLength(2), { timeout: 10_000 });
  await running.stop();
  expect((await pids()).filter(isAlive)).toEqual([]);
});
