import { startEmbeddedPostgres } from "../../src/platform/embedded-postgres/start-embedded-postgres.ts";
import type { Env } from "../../src/platform/env.ts";
import { dataDirOf } from "./folders.ts";
import type { DatabaseAddresses } from "./product-environment.ts";

export type OpenDatabase = DatabaseAddresses & { isEmbedded: boolean; close(): Promise<void> };

/** The database of the product: the one of DATABASE_URL, or the embedded one, started where it is not up. */
export async function openDatabase(env: Env, log: (line: string) => void): Promise<OpenDatabase> {
  if (env.DATABASE_URL !== null) {
    const close = () => Promise.resolve();
    return { ownerUrl: env.DATABASE_URL, webUrl: env.DATABASE_WEB_URL, isEmbedded: false, close };
  }
  const server = await startEmbeddedPostgres({ dataDir: dataDirOf(env), log });
  return { ownerUrl: server.ownerUrl, webUrl: server.webUrl, isEmbedded: true, close: server.stop };
}
