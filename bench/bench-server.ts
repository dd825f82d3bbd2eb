import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrateToLatest } from "#db/migrate.ts";
import { ownerRole, withClient } from "#platform/embedded-postgres/dashboard-database.ts";
import { startEmbeddedPostgres } from "#platform/embedded-postgres/start-embedded-postgres.ts";

export type BenchServer = {
  version: string;
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
};

/** The embedded PostgreSQL with the settings of the product, in a folder that goes away with it. */
export async function startBenchServer(log: (line: string) => void): Promise<BenchServer> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "dashboard-bench-"));
  // mkdtemp closes its folder to others; the server runs as another user where we run as root.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, log });
  const version = await withClient(server.superuserUrl, async (client) => {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "";
  });
  return {
    version,
    async createDatabase(name) {
      await withClient(server.superuserUrl, (client) =>
        client.query(`create database ${name} owner ${ownerRole}`),
      );
      const url = new URL(server.ownerUrl);
      url.pathname = `/${name}`;
      await migrateToLatest(url.href);
      return url.href;
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
