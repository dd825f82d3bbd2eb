import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { type BulkConnection, withBulkConnection } from "#db/bulk-connection.ts";
import { createDatabase, type Database } from "#db/client.ts";
import { pollResource } from "#features/ingestion/poll-resource.ts";
import { createLog } from "#platform/log.ts";
import { createRailsSource } from "#sources/rails/rails-source.ts";
import type { Resource, Source } from "#sources/source.ts";
import { type Bench, type BenchContext, type Measurement, numberOption } from "./bench.ts";

const runs = 3;
const token = "bench";
const log = createLog({ process: "bench", level: "error", destination: "stderr" });

/** A first load of sessions, from the mock source's API to committed with rollups, against a bare COPY of the same rows. */
export const firstLoadBench: Bench = {
  name: "ingestion-first-load",
  async run(ctx) {
    const customers = numberOption("INGESTION_CUSTOMERS", 5_000);
    ctx.say(`ingestion: making a world of ${customers} customers …`);
    const mock = await startMock(customers);
    const databases = [await openFilled(ctx, mock.source, "api"), await openFilled(ctx, mock.source, "copy")];
    try {
      return await compare(ctx, mock.source, databases as [Filled, Filled]);
    } finally {
      for (const { db } of databases) await db.destroy();
      mock.stop();
    }
  },
};

type Filled = { db: Database; url: string };

/** A database with everything that sessions refer to. */
async function openFilled(ctx: BenchContext, source: Source, name: string): Promise<Filled> {
  const url = await ctx.createDatabase(`ingestion_${name}`);
  const db = createDatabase({ url, name: "bench", log, slowQueryMs: Number.POSITIVE_INFINITY });
  for (const resource of ["subjects", "customers", "tutors"] as const) await poll(db, source, resource);
  return { db, url };
}

async function poll(db: Database, source: Source, resource: Resource, bulk?: BulkConnection): Promise<void> {
  const ctx = { db, log, now: () => new Date(), progress: async () => undefined, ...(bulk && { bulk }) };
  await pollResource(ctx, [source], resource, "command");
}

async function compare(
  ctx: BenchContext,
  source: Source,
  [api, copy]: [Filled, Filled],
): Promise<Measurement[]> {
  let apiMs = Number.POSITIVE_INFINITY;
  let bulkMs = Number.POSITIVE_INFINITY;
  let copyMs = Number.POSITIVE_INFINITY;
  let rows = 0;
  for (let run = 1; run <= runs; run++) {
    ctx.say(`ingestion: run ${run} of ${runs} …`);
    await empty(api.db);
    apiMs = Math.min(apiMs, await timed(async () => await poll(api.db, source, "sessions")));
    rows = await countSessions(api.db);
    const dump = await readAll(api.url);
    await empty(api.db);
    await withBulkConnection({ url: api.url, name: "bench" }, async (bulk) => {
      bulkMs = Math.min(bulkMs, await timed(async () => await poll(api.db, source, "sessions", bulk)));
    });
    await empty(copy.db);
    copyMs = Math.min(copyMs, await timed(async () => await writeAll(copy.url, dump)));
  }
  const line = (what: string, ms: number) => ({
    what: `ingestion, first load of sessions${what}`,
    size: `${rows} sessions`,
    ms,
    count: rows,
    yardstick: { what: "bare COPY into the same table", ms: copyMs },
    bar: "3",
    isWithinBar: ms <= 3 * copyMs,
  });
  return [line("", apiMs), line(" in bulk", bulkMs)];
}

async function empty(db: Database): Promise<void> {
  await sql`truncate sessions, subject_hour_rollups, demand_hour_rollups, change_log, event_log`.execute(db);
  await sql`delete from ingestion_cursors where resource = 'sessions'`.execute(db);
  await sql`checkpoint`
    .execute(db)
    .catch((error: unknown) => log.debug({ err: error }, "no right to checkpoint"));
}

async function countSessions(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from sessions`.execute(db);
  return rows[0]?.count ?? 0;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

const columns = `session_id, customer_id, tutor_id, subject_code, status, cancelled_by, scheduled_at, started_at,
  ended_at, duration_minutes, rating, created_at, updated_at, deleted_at`;

// In the order in which the source gave them, which is the order in which ours were written.
async function readAll(url: string): Promise<Buffer[]> {
  return await withClient(url, async (client) => {
    const chunks: Buffer[] = [];
    const stream = client.query(
      copyTo(`copy (select ${columns} from sessions order by updated_at, session_id) to stdout`),
    );
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return chunks;
  });
}

async function writeAll(url: string, dump: readonly Buffer[]): Promise<void> {
  await withClient(url, async (client) => {
    await pipeline(Readable.from(dump), client.query(copyFrom(`copy sessions (${columns}) from stdin`)));
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

// In a process of its own, as in the product: it must not take the time of ours.
async function startMock(customers: number): Promise<{ source: Source; stop(): void }> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "../mock-source/main.ts")], {
    env: {
      ...process.env,
      MOCK_SOURCE_PORT: String(port),
      MOCK_CUSTOMERS: String(customers),
      SOURCE_API_TOKEN: token,
      SUPPORT_API_TOKEN: token,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  await untilReady(`${baseUrl}/health`);
  return { source: createRailsSource({ baseUrl, token, log }), stop: () => child.kill() };
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
