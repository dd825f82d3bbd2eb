import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Clones, createClones, type Template } from "./clones.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";

/** Where schedules run: a server for most of them, and servers that may be killed. */
export type Ground = {
  clones: Clones;
  /** Lends a server that may be killed or run out of disk; give it back when it is whole again. */
  borrowServer(): Promise<FaultServer>;
  giveBack(server: FaultServer): void;
  /** False once it has turned out that this machine lets us mount no disk. */
  canMount(): boolean;
  close(): Promise<void>;
};

/** Opens the ground. With `template`, databases are cloned from that one; otherwise from a server of its own. */
export async function openGround(template: Template | null): Promise<Ground> {
  const folder = await mkdtemp(path.join(tmpdir(), "dashboard-faults-"));
  // mkdtemp closes its folder to others; the servers run as another user where we run as root.
  await chmod(folder, 0o711);
  const dismissWatch = watchOurEnd(folder);
  const servers: FaultServer[] = [];
  const idle: FaultServer[] = [];
  const start = async () => {
    const server = await startFaultServer(path.join(folder, `server-${servers.length + 1}`));
    servers.push(server);
    return server;
  };
  const close = async () => {
    await Promise.all(servers.map(async (server) => await server.close()));
    await rm(folder, { recursive: true, force: true });
    dismissWatch();
  };
  try {
    const clones = template === null ? (await start()).clones : createClones(template);
    return {
      clones,
      borrowServer: async () => idle.pop() ?? (await start()),
      giveBack: (server) => void idle.push(server),
      canMount: () => servers.every((server) => server.canMount()),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A process that outlives a kill of this one: it stops the servers, unmounts, and removes the folder. */
function watchOurEnd(folder: string): () => void {
  const watcher = spawn(process.execPath, [path.join(import.meta.dirname, "clear-ground.ts"), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  watcher.unref();
  return () => watcher.stdin?.end();
}
