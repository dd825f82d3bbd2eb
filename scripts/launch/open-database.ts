import { withClient } from "../../src/platform/embedded-postgres/dashboard-database.ts";
import { startEmbeddedPostgres } from "../../src/platform/embedded-postgres/start-embedded-postgres.ts";
import type { Env } from "../../src/platform/env.ts";
import { AppError, errorMessage } from "../../src/platform/errors.ts";
import { dataDirOf } from "./folders.ts";
import type { DatabaseAddresses } from "./product-environment.ts";

export type OpenDatabase = DatabaseAddresses & {
  /** For migrations: past a pooler, where there is one. */
  directUrl: string;
  isEmbedded: boolean;
  close(): Promise<void>;
};

/** The database of the product: the one of DATABASE_URL, or the embedded one, started where it is not up. */
export async function openDatabase(env: Env, log: (line: string) => void): Promise<OpenDatabase> {
  if (env.DATABASE_URL !== null) return openGivenDatabase(env, env.DATABASE_URL);
  const { ownerUrl, webUrl, stop } = await startEmbeddedPostgres({ dataDir: dataDirOf(env), log });
  return { ownerUrl, webUrl, directUrl: ownerUrl, isEmbedded: true, close: stop };
}

async function openGivenDatabase(env: Env, ownerUrl: string): Promise<OpenDatabase> {
  const directUrl = env.DATABASE_DIRECT_URL ?? ownerUrl;
  try {
    await withClient(directUrl, (client) => client.query("SELECT 1"));
  } catch (cause) {
    const variable = env.DATABASE_DIRECT_URL === null ? "DATABASE_URL" : "DATABASE_DIRECT_URL";
    throw new AppError(
      "unavailable",
      `The database of ${variable} cannot be used (${reasonOf(cause)}). Start or correct it, or unset DATABASE_URL to use the embedded PostgreSQL.`,
      { cause },
    );
  }
  const close = () => Promise.resolve();
  return { ownerUrl, webUrl: env.DATABASE_WEB_URL, directUrl, isEmbedded: false, close };
}

/** Where a name has several addresses, Node wraps one fault for each and leaves the message empty. */
function reasonOf(cause: unknown): string {
  return cause instanceof AggregateError ? cause.errors.map(errorMessage).join("; ") : errorMessage(cause);
}
