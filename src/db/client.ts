import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Log } from "#platform/log.ts";
import type { DB } from "./schema.ts";
import { createSlowQueryLogger } from "./slow-query.ts";

export type Database = Kysely<DB>;

export type DatabaseOptions = {
  url: string;
  /** Name of the process, shown in pg_stat_activity. */
  name: string;
  log: Log;
  poolSize?: number;
  /** Role to take after connecting, where the address belongs to a more powerful one. */
  role?: string;
  /** Milliseconds after which the server ends a statement; 0 for none. */
  statementTimeoutMs?: number;
  /** Milliseconds from which a query is logged with its plan. */
  slowQueryMs?: number;
};

const oid = { int8: 20, int8Array: 1016, date: 1082, numeric: 1700, numericArray: 1231 } as const;

// Ids and counts fit a double; money and ratings are short decimals; a date stays the text that it is.
const parseTextArray = pg.types.getTypeParser(oid.int8Array as number as never) as unknown as (
  text: string,
) => (string | null)[];
const parseNumberArray = (text: string) =>
  parseTextArray(text).map((item) => (item === null ? null : Number(item)));

const parsers: Record<number, (text: string) => unknown> = {
  [oid.int8]: Number,
  [oid.int8Array]: parseNumberArray,
  [oid.numeric]: Number,
  [oid.numericArray]: parseNumberArray,
  [oid.date]: (text) => text,
};

/** How values of the database arrive. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: "text" | "binary") =>
    (format !== "binary" && parsers[id]) ||
    pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
};

/** A pool of connections with limits on number and time. End it with `pool.end()` or `db.destroy()`. */
export function createPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? 0,
    idle_in_transaction_session_timeout: 60_000,
    types: postgresTypes,
    ...(options.role ? { options: `-c role=${options.role}` } : {}),
  });
  // Without a listener a connection that the server closes would end the process. The pool listens only to those
  // that nobody uses; one that holds a lock has no query under way that could fail instead.
  pool.on("connect", (client) => {
    client.on("error", (error) => options.log.warn({ err: error }, "a database connection was lost"));
  });
  pool.on("error", () => undefined);
  return pool;
}

/** Typed queries over a pool. `destroy()` ends the pool too. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options);
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: createSlowQueryLogger(pool, options.log, options.slowQueryMs ?? 1_000),
  });
}
