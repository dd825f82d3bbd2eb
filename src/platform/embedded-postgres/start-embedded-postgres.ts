import { setTimeout as sleep } from "node:timers/promises";
import {
  dashboardDatabase,
  databaseUrls,
  ensureDashboardDatabase,
  withClient,
} from "./dashboard-database.ts";
import {
  type DataFolder,
  hasCluster,
  prepareDataDir,
  readOrMakeAccess,
  rememberPort,
} from "./data-folder.ts";
import { initialiseCluster } from "./initialise-cluster.ts";
import { type KernelLock, tryLock, waitForLock } from "./kernel-lock.ts";
import { launchServer, waitUntilReady } from "./launch-server.ts";
import { findNativeFiles } from "./native-files.ts";
import { clearRemains, findPostmaster, stopPostmaster } from "./postmaster.ts";
import { chooseSettings, type ServerSettings } from "./server-settings.ts";
import { chooseServerUser } from "./server-user.ts";

export type EmbeddedPostgres = {
  /** Address of the database for its owner, who migrates and who the worker and the command line are. */
  ownerUrl: string;
  /** Address of the same database for the web process, which owns nothing. */
  webUrl: string;
  /** Address for the server's superuser, to make databases and roles. */
  superuserUrl: string;
  /** The server's own log. */
  logFile: string;
  /** True where a server was up for this DATA_DIR already. */
  adopted: boolean;
  /** Ends our use; the server stops when no other process uses it. */
  stop(): Promise<void>;
};

export type StartOptions = {
  dataDir: string;
  /** Gets one line for each step that takes time. */
  log: (line: string) => void;
  /** PostgreSQL settings over the usual ones. */
  settings?: ServerSettings;
};

/** A first start takes seconds; recovery after a kill can take minutes, and others wait for it. */
const startLimitSeconds = 330;

/**
 * Gives the embedded PostgreSQL of a DATA_DIR: the server that is up for it, or a new one. Any number of
 * processes may call this at once and get the same server; the last one that stops it ends it. A server
 * whose users were all killed is adopted; what a killed server left behind is cleared and recovered.
 */
export async function startEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const paths = await prepareDataDir(options.dataDir);
  const startLock = await waitForLock(paths.startLock, "alone", startLimitSeconds);
  try {
    const usersLock = await waitForLock(paths.usersLock, "shared", 10);
    try {
      const folder = await readOrMakeAccess(paths);
      const { port, adopted } = await adoptOrLaunch(folder, options);
      const running = await rememberPort(folder, port);
      await ensureDashboardDatabase(running.access, port);
      return {
        ...databaseUrls(running.access, port, dashboardDatabase),
        logFile: running.log,
        adopted,
        stop: () => leave(running, usersLock),
      };
    } catch (error) {
      usersLock.release();
      throw error;
    }
  } finally {
    startLock.release();
  }
}

async function adoptOrLaunch(
  folder: DataFolder,
  { log, settings = {} }: StartOptions,
): Promise<{ port: number; adopted: boolean }> {
  const port = await adopt(folder, log);
  if (port !== null) return { port, adopted: true };
  const files = await findNativeFiles();
  const user = await chooseServerUser([folder.dataDir, files.root]);
  if (!(await hasCluster(folder.cluster))) {
    log(`Making the database in ${folder.dataDir}.`);
    await initialiseCluster(folder, files, user, settings.fsync === "off");
  }
  await clearRemains(folder.cluster);
  const launched = await launchServer({ folder, files, user, settings: await chooseSettings(settings) });
  return { port: launched, adopted: false };
}

/** The port of the server that is up for this folder and takes our password, or null where there is none. */
async function adopt(folder: DataFolder, log: (line: string) => void): Promise<number | null> {
  const found = await findPostmaster(folder.cluster);
  if (found === null) return null;
  if (found.status === "stopping") {
    log("Waiting for the PostgreSQL of this folder to stop.");
    await stopPostmaster(folder.cluster);
    return null;
  }
  let ended = false;
  const watch = setInterval(async () => {
    ended = (await findPostmaster(folder.cluster)) === null;
  }, 250);
  const ready = await waitUntilReady(folder, () => ended).finally(() => clearInterval(watch));
  const server = ready ? await findPostmaster(folder.cluster) : null;
  if (server === null) return null;
  try {
    await withClient(databaseUrls(folder.access, server.port, "postgres").superuserUrl, (client) =>
      client.query("SELECT 1"),
    );
    return server.port;
  } catch (error) {
    // A server that was killed a moment ago still has a process, and cuts whoever calls it.
    if (await endsWithin(folder.cluster, dyingLimitSeconds)) return null;
    throw error;
  }
}

const dyingLimitSeconds = 3;

async function endsWithin(cluster: string, limitSeconds: number): Promise<boolean> {
  const deadline = performance.now() + limitSeconds * 1000;
  while (performance.now() < deadline) {
    if ((await findPostmaster(cluster)) === null) return true;
    await sleep(50);
  }
  return false;
}

async function leave(folder: DataFolder, usersLock: KernelLock): Promise<void> {
  const startLock = await waitForLock(folder.startLock, "alone", startLimitSeconds);
  try {
    usersLock.release();
    const alone = tryLock(folder.usersLock, "alone");
    if (alone === null) return;
    try {
      await stopPostmaster(folder.cluster);
    } finally {
      alone.release();
    }
  } finally {
    startLock.release();
  }
}
