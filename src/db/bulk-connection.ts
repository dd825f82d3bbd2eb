import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Database, type DatabaseOptions, postgresTypes } from "./client.ts";
import type { DB } from "./schema.ts";

/** One connection for a load: queries as usual, and COPY in the same transaction. */
export type BulkConnection = {
  db: Database;
  /** Sends rows in COPY's text form through a statement such as `copy calls (…) from stdin`. */
  copy(statement: string, lines: string): Promise<void>;
};

/** Opens a connection for `work` and closes it afterwards. A load may wait long for its source, so only the system's limits end it. */
export async function withBulkConnection<T>(
  options: Pick<DatabaseOptions, "url" | "name">,
  work: (connection: BulkConnection) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
    types: postgresTypes,
  });
  let lost: Error | null = null;
  // Whoever waits for a query hears of it there; without a listener it would end the process.
  client.on("error", (error) => {
    lost = error;
  });
  await client.connect();
  try {
    return await work({
      db: overOneClient(client),
      copy: async (statement, lines) => await copy(client, statement, lines),
    });
  } finally {
    if (lost === null) await client.end();
  }
}

function overOneClient(client: pg.Client): Database {
  const lent = Object.assign(client, { release: () => undefined });
  const pool = { connect: async () => lent, end: async () => undefined, options: {} };
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}

async function copy(client: pg.Client, statement: string, lines: string): Promise<void> {
  const stream = client.query(copyFrom(statement));
  await new Promise<void>((resolve, reject) => {
    stream.once("finish", resolve);
    stream.once("error", reject);
    stream.end(lines);
  });
}
