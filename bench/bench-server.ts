import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrateToLatest } from "#db/migrate.ts";
import { ownerRole, withClient } from "#platform/embedded-postgres/dashboard-database.ts";
import { startEmbeddedPostgres } from "#platform/embedded-postgres/start-embedded-postgres.ts";

export type BenchServer = {
  version: string;
  /** Address of a new migrated database; one of this name that is there is dropped. */
  createDatabase(name: string): Promise<string>;
  /** Address of the migrated database of this name; a new one where there is none. */
  openDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
};

/**
 * The embedded PostgreSQL with the settings of the product, in a folder that goes away with it; or in `keptFolder`,
 * which stays with its databases for other runs.
 */
export async function startBenchServer(
  log: (line: string) => void,
  keptFolder?: string,
): Promise<BenchServer> {
  const dataDir = keptFolder ?? (await mkdtemp(path.join(tmpdir(), "dashboard-bench-")));
  await mkdir(dataDir, { recursive: true });
  // mkdtemp closes its folder to others; the server runs as another user where we run as root.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, log });
  const version = await withClient(server.superuserUrl, async (client) => {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "";
  });
  const make = async (name: string, ifThere: "drop" | "keep") => {
    await withClient(server.superuserUrl, async (client) => {
      if (ifThere === "drop") await client.query(`drop database if exists ${name}`);
      const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
      if (rowCount === 0) await client.query(`create database ${name} owner ${ownerRole}`);
    });
    const url = new URL(server.ownerUrl);
    url.pathname = `/${name}`;
    await migrateToLatest(url.href);
    return url.href;
  };
  return {
    version,
    createDatabase: async (name) => await make(name, "drop"),
    openDatabase: async (name) => await make(name, "keep"),
    async stop() {
      await server.stop();
      if (keptFolder === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
