import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../src/platform/errors.ts";

/** Processes of a launcher that was killed need a moment to notice it and leave their ports. */
const patienceMs = 3_000;

/** Throws one sentence where something else has the port. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isFree(port))) {
    if (performance.now() > deadline) {
      const owner = await findOwner(port);
      throw new AppError(
        "misconfigured",
        `Port ${port} is taken${owner === null ? "" : ` (by ${owner})`}. Stop what uses it or set ${variable} to another.`,
      );
    }
    await sleep(100);
  }
}

async function isFree(port: number): Promise<boolean> {
  // A server on one address only does not keep others from listening on all of them.
  const answers = await Promise.all([undefined, "127.0.0.1"].map((host) => canListen(port, host)));
  return answers.every(Boolean);
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Name and id of the process that listens on the port, where Linux tells us. */
async function findOwner(port: number): Promise<string | null> {
  const sockets = await findListeningSockets(port);
  if (sockets.size === 0) return null;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
      if (sockets.has(target)) return `${await readName(pid)}, process ${pid}`;
    }
  }
  return null;
}

async function findListeningSockets(port: number): Promise<Set<string>> {
  const listening = "0A";
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const rows = tables
    .join("\n")
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return new Set(
    rows
      .filter(([, local = "", , state]) => local.endsWith(suffix) && state === listening)
      .map((fields) => `socket:[${fields[9]}]`),
  );
}

async function readName(pid: string): Promise<string> {
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "another program");
  return name.trim();
}
