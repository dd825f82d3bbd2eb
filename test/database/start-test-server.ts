import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrateToLatest } from "#db/migrate.ts";
import { throwawaySettings } from "#platform/embedded-postgres/server-settings.ts";
import { startEmbeddedPostgres } from "#platform/embedded-postgres/start-embedded-postgres.ts";
import type {} from "./provided-context.ts";

/** Vitest's global set-up: one server for the whole run, with one migrated database that test files clone. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "dashboard-test-"));
  // mkdtemp closes its folder to others; the server runs as another user where the tests run as root.
  await chmod(dataDir, 0o711);
  const dismissWatch = watchOurEnd(dataDir);
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: throwawaySettings });
  await migrateToLatest(server.ownerUrl);
  project.provide("templateSuperuserUrl", server.superuserUrl);
  project.provide("templateOwnerUrl", server.ownerUrl);
  project.provide("templateWebUrl", server.webUrl);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
    dismissWatch();
  };
}

/**
 * A process that outlives a kill of the test run: when its standard input closes, which the kernel does for
 * us however we end, it stops the server and removes its folder.
 */
function watchOurEnd(dataDir: string): () => void {
  const watcher = spawn(process.execPath, [path.join(import.meta.dirname, "clean-up-after.ts"), dataDir], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  watcher.unref();
  return () => watcher.stdin?.end();
}
