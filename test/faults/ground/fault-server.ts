import { mkdir } from "node:fs/promises";
import path from "node:path";
import { migrateToLatest } from "#db/migrate.ts";
import { withClient } from "#platform/embedded-postgres/dashboard-database.ts";
import { clearRemains, findPostmaster } from "#platform/embedded-postgres/postmaster.ts";
import { throwawaySettings } from "#platform/embedded-postgres/server-settings.ts";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "#platform/embedded-postgres/start-embedded-postgres.ts";
import { createClones, type Template } from "./clones.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";

export type FaultServer = Awaited<ReturnType<typeof startFaultServer>>;

// What was committed must survive the kill of the server; the machine itself stays up.
const settings = {
  ...throwawaySettings,
  synchronous_commit: "on",
  shared_buffers: "64MB",
  max_connections: "80",
};

/** An embedded PostgreSQL that may be killed and started again, with a migrated database to clone. */
export async function startFaultServer(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const start = async () => await startEmbeddedPostgres({ dataDir: folder, log: () => undefined, settings });
  const handles: EmbeddedPostgres[] = [await start()];
  const { superuserUrl, ownerUrl } = handles[0] as EmbeddedPostgres;
  await migrateToLatest(ownerUrl);
  const template: Template = { superuserUrl, ownerUrl };
  const cluster = path.join(folder, "postgres");
  let disk: SmallDisk | null = null;
  let isRefused = false;
  return {
    template,
    clones: createClones(template),
    /** kill -9 of the server and every process of it. */
    async kill(): Promise<void> {
      const server = await findPostmaster(cluster);
      if (server !== null) process.kill(server.pid, "SIGKILL");
      await clearRemains(cluster);
    },
    /** Starts it again, on the same port, with what it had written. */
    async restart(): Promise<void> {
      handles.push(await start());
    },
    /** A small disk with a tablespace on it; null where this machine lets us mount none. */
    async openDisk(): Promise<SmallDisk | null> {
      disk ??= await mountSmallDisk(path.join(folder, "small-disk"));
      isRefused = disk === null;
      if (disk !== null && !disk.hasTablespace) {
        const { folder: location } = disk;
        await withClient(superuserUrl, (client) =>
          client.query(`CREATE TABLESPACE small_disk OWNER dashboard_owner LOCATION '${location}'`),
        );
        disk.hasTablespace = true;
      }
      return disk;
    },
    canMount: () => !isRefused,
    async close(): Promise<void> {
      for (const handle of handles) await handle.stop();
      await disk?.unmount();
    },
  };
}
