import { execFile } from "node:child_process";
import { readdir, readFile, readlink, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { AppError } from "../errors.ts";
import { isCode } from "./native-files.ts";

/** What postmaster.pid says about a server that is alive. */
export type Postmaster = { pid: number; port: number; status: string };

const pidFileLine = { pid: 0, port: 3, status: 7 } as const;

/**
 * The server that is alive for this cluster, whoever started it, or null. A pid file that outlived its
 * server (kill -9, power cut) counts for nothing, also when its number belongs to another program by now.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const lines = await readPidFile(cluster);
  if (lines === null) return null;
  const pid = Number(lines[pidFileLine.pid]);
  if (!Number.isInteger(pid) || pid <= 1 || !(await isServerOf(pid, cluster))) return null;
  return {
    pid,
    port: Number(lines[pidFileLine.port] ?? 0),
    status: (lines[pidFileLine.status] ?? "").trim(),
  };
}

/** Clears what a server that was killed left behind: its pid file, and children that still hold its memory. */
export async function clearRemains(cluster: string): Promise<void> {
  for (const pid of await findProcessesIn(cluster)) {
    process.kill(pid, "SIGKILL");
  }
  await rm(path.join(cluster, "postmaster.pid"), { force: true });
}

/** Stops the server (connections are cut, transactions rolled back, all is written) and waits for its end. */
export async function stopPostmaster(cluster: string, limitSeconds = 60): Promise<void> {
  const server = await findPostmaster(cluster);
  if (server === null) return;
  process.kill(server.pid, "SIGINT");
  const deadline = performance.now() + limitSeconds * 1000;
  while ((await findPostmaster(cluster)) !== null) {
    if (performance.now() > deadline) {
      throw new AppError(
        "unavailable",
        `PostgreSQL (process ${server.pid}) did not stop within ${limitSeconds} seconds.`,
      );
    }
    await sleep(25);
  }
}

async function readPidFile(cluster: string): Promise<string[] | null> {
  try {
    return (await readFile(path.join(cluster, "postmaster.pid"), "utf8")).split("\n");
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  const words = await readCommandLine(pid);
  return words.includes("postgres") && words.includes(cluster);
}

/** The command line of a process; empty when there is none, or when it has ended and waits to be collected. */
async function readCommandLine(pid: number): Promise<string> {
  if (process.platform === "linux") {
    return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  }
  const { stdout } = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({
    stdout: "",
  }));
  return stdout;
}

async function findProcessesIn(cluster: string): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 1);
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => null)));
  const inside = pids.filter((_, index) => folders[index] === cluster);
  const names = await Promise.all(inside.map(readCommandLine));
  return inside.filter((_, index) => names[index]?.includes("postgres"));
}
