import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";
import type { DataFolder } from "./data-folder.ts";
import type { NativeFiles } from "./native-files.ts";
import { findPostmaster } from "./postmaster.ts";
import type { ServerSettings } from "./server-settings.ts";
import { commandAs, type ServerUser } from "./server-user.ts";

/** Crash recovery replays at most max_wal_size, which takes minutes on a slow disk. */
const readyLimitSeconds = 300;

/** None of ours: PostgreSQL would take PGDATA, PGPORT and the like from it. */
const serverEnvironment: Record<string, string> = { TZ: "UTC" };

export type Launch = {
  folder: DataFolder;
  files: NativeFiles;
  user: ServerUser;
  settings: ServerSettings;
};

/** Starts the server and waits until it takes connections; gives its port. */
export async function launchServer(launch: Launch): Promise<number> {
  let port = await choosePort(launch.folder.access.port);
  for (let attempt = 1; ; attempt += 1) {
    const child = spawnServer(launch, port);
    if (await becomesReady(child, launch.folder)) return port;
    if (attempt === 3) break;
    // Another program may have taken the port between our look and PostgreSQL's.
    port = await choosePort(null);
  }
  throw new AppError(
    "unavailable",
    `PostgreSQL did not start. The end of ${launch.folder.log}: ${await readTail(launch.folder.log)}`,
  );
}

/** Waits until the server that is coming up takes connections; false when it ended. */
export async function waitUntilReady(folder: DataFolder, hasEnded: () => boolean): Promise<boolean> {
  const deadline = performance.now() + readyLimitSeconds * 1000;
  while (performance.now() < deadline) {
    if (hasEnded()) return false;
    const server = await findPostmaster(folder.cluster);
    if (server?.status === "ready") return true;
    await sleep(20);
  }
  throw new AppError(
    "unavailable",
    `PostgreSQL was not ready after ${readyLimitSeconds} seconds; ${folder.log} says why.`,
  );
}

function spawnServer({ folder, files, user, settings }: Launch, port: number): ChildProcess {
  const all = {
    ...settings,
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    logging_collector: "off",
  };
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = commandAs(user, files.postgres, ["-D", folder.cluster, ...options]);
  const log = openSync(folder.log, "a", 0o600);
  // A session of its own: Ctrl-C in a terminal must reach it only after the processes that use it.
  const child = spawn(command.file, command.args, {
    ...command.identity,
    cwd: "/",
    env: serverEnvironment as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

async function becomesReady(child: ChildProcess, folder: DataFolder): Promise<boolean> {
  let ended = false;
  let fault: Error | null = null;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", (error) => {
    ended = true;
    fault = error;
  });
  const ready = await waitUntilReady(folder, () => ended);
  if (fault !== null) throw new AppError("unavailable", "PostgreSQL did not start.", { cause: fault });
  return ready;
}

async function choosePort(preferred: number | null): Promise<number> {
  if (preferred !== null && (await isFree(preferred))) return preferred;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

async function readTail(file: string): Promise<string> {
  const lines = (await readFile(file, "utf8").catch(() => "")).trim().split("\n");
  return lines.slice(-3).join(" | ");
}
