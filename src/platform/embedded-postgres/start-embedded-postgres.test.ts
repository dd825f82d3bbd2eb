import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withClient } from "./dashboard-database.ts";
import { findPostmaster, stopPostmaster } from "./postmaster.ts";
import { throwawaySettings } from "./server-settings.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

let folder: string;
let dataDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashboard-embedded-"));
  await chmod(folder, 0o711);
  dataDir = path.join(folder, "data");
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await stopPostmaster(path.join(dataDir, "postgres"));
  await rm(folder, { recursive: true, force: true });
});

const start = (settings = throwawaySettings) =>
  startEmbeddedPostgres({ dataDir, log: () => undefined, settings });

const postmaster = () => findPostmaster(path.join(dataDir, "postgres"));

async function startInProcess(): Promise<{ ownerUrl: string; adopted: boolean; child: ChildProcess }> {
  const script = path.resolve("test/database/hold-server.ts");
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { ...JSON.parse(String(line)), child };
}

async function end(child: ChildProcess, how: "politely" | "at once"): Promise<void> {
  const exited = once(child, "exit");
  if (how === "politely") child.stdin?.end();
  else child.kill("SIGKILL");
  await exited;
}

const keep = (url: string) =>
  withClient(url, (client) => client.query("CREATE TABLE kept AS SELECT 42 AS answer"));

const kept = (url: string) =>
  withClient(url, async (client) => (await client.query("SELECT answer FROM kept")).rows);

test("keeps data, passwords and address over a stop and a start", async () => {
  const first = await start();
  await keep(first.ownerUrl);
  await first.stop();
  expect(await postmaster()).toBeNull();
  const second = await start();
  expect(second.ownerUrl).toBe(first.ownerUrl);
  expect(await kept(second.ownerUrl)).toEqual([{ answer: 42 }]);
  await second.stop();
});

test("secrets are readable for their owner only, and the server takes no connection without password", async () => {
  const server = await start();
  for (const file of ["postgres-access.json", "postgres.log"]) {
    expect((await stat(path.join(dataDir, file))).mode & 0o077).toBe(0);
  }
  const withoutPassword = new URL(server.ownerUrl);
  withoutPassword.password = "wrong";
  await expect(withClient(withoutPassword.href, async () => undefined)).rejects.toThrow(/password/);
  await server.stop();
});

test("processes that start at the same moment get one server, and the last to leave stops it", async () => {
  const users = await Promise.all([startInProcess(), startInProcess(), startInProcess()]);
  expect(new Set(users.map((user) => user.ownerUrl)).size).toBe(1);
  expect(users.filter((user) => user.adopted)).toHaveLength(2);
  const [starter, ...others] = users.toSorted((a, b) => Number(a.adopted) - Number(b.adopted));
  await end(starter!.child, "politely");
  expect(await postmaster()).not.toBeNull();
  await Promise.all(others.map((user) => end(user.child, "politely")));
  expect(await postmaster()).toBeNull();
});

test("adopts a server whose users were all killed", async () => {
  const killed = await startInProcess();
  const before = await postmaster();
  await end(killed.child, "at once");
  const server = await start();
  expect(server.adopted).toBe(true);
  expect((await postmaster())?.pid).toBe(before?.pid);
  await server.stop();
  expect(await postmaster()).toBeNull();
});

test("recovers what was committed after the server itself was killed", async () => {
  const killed = await startInProcess();
  await keep(killed.ownerUrl);
  const server = await postmaster();
  process.kill(server!.pid, "SIGKILL");
  await end(killed.child, "at once");
  const again = await start();
  expect(again.adopted).toBe(false);
  expect(await kept(again.ownerUrl)).toEqual([{ answer: 42 }]);
  await again.stop();
});

test("a pid file whose number another program has by now does not stand in the way", async () => {
  const first = await start();
  const pidFile = path.join(dataDir, "postgres", "postmaster.pid");
  const content = await readFile(pidFile, "utf8");
  await first.stop();
  await writeFile(pidFile, content.replace(/^\d+/, String(process.pid)));
  const second = await start();
  expect(second.adopted).toBe(false);
  await second.stop();
});

test("an initialisation that died half-way is done again", async () => {
  await mkdir(path.join(dataDir, "postgres-initialising-1", "cluster"), { recursive: true });
  const server = await start();
  expect((await readdir(dataDir)).filter((name) => name.startsWith("postgres-initialising"))).toEqual([]);
  await server.stop();
});

test("a folder that others may not enter is no hindrance", async () => {
  await chmod(folder, 0o700);
  const server = await start();
  expect(server.adopted).toBe(false);
  await server.stop();
});

test("says which setting PostgreSQL refused", async () => {
  await expect(start({ ...throwawaySettings, work_mem: "plenty" })).rejects.toThrow(/work_mem/);
});

test("says what is missing when the passwords are gone", async () => {
  await (await start()).stop();
  await rm(path.join(dataDir, "postgres-access.json"));
  await expect(start()).rejects.toThrow(/postgres-access\.json with its passwords is missing/);
});
