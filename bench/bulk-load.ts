import { stat } from "node:fs/promises";
import path from "node:path";
import { sql } from "kysely";
import { createDatabase, type Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { putOnIndexes, takeOffIndexes } from "#features/ingestion/bulk/table-frame.ts";
import { createLog } from "#platform/log.ts";
import { type Bench, type BenchContext, type Measurement, numberOption, type Reading } from "./bench.ts";
import { importInBulk, withFolder, writeHistory } from "./bench-files.ts";
import { copySessions, dumpSessions, withClient } from "./copy-sessions.ts";
import { insertOwners } from "./made-owners.ts";
import { worldFor } from "./made-sessions.ts";
import { type PeakMemory, watchMemory } from "./peak-memory.ts";

const log = createLog({ process: "bench", level: "error", destination: "stderr" });

/** A history of sessions by `ops import --bulk`, from file to committed with indexes and rollups, against COPY of the same rows. */
export const bulkLoadBench: Bench = {
  name: "ingestion-bulk",
  run: async (ctx) =>
    await withFolder(async (folder) => await measure(ctx, folder, numberOption("SESSIONS", 1_000_000))),
};

async function measure(
  ctx: BenchContext,
  folder: string,
  sessions: number,
): Promise<(Measurement | Reading)[]> {
  const ours = await openWithOwners(ctx, "bulk_ours", sessions);
  const theirs = await openWithOwners(ctx, "bulk_copy", sessions);
  try {
    ctx.say(`ingestion, bulk: writing a history of ${sessions} sessions …`);
    await writeHistory(folder, sessions);
    ctx.say("ingestion, bulk: importing it …");
    const { ms, memory } = await timeImport(ours.url, folder);
    const disk = await sizeOf(ours.db);
    const dump = path.join(folder, "sessions.copy");
    await dumpSessions(ours.url, dump, "session_id");
    await ours.db.destroy();
    ctx.say("ingestion, bulk: COPY, then building indexes …");
    const builtMs = await timeCopyAndBuild(theirs, dump);
    ctx.say("ingestion, bulk: COPY into the indexed table …");
    const indexedMs = await timeIndexedCopy(theirs, dump);
    return report(sessions, {
      ms,
      memory,
      disk,
      builtMs,
      indexedMs,
      fileBytes: (await stat(path.join(folder, "sessions.ndjson"))).size,
    });
  } finally {
    await ours.db.destroy();
    await theirs.db.destroy();
  }
}

type Opened = { url: string; db: Database };

async function openWithOwners(ctx: BenchContext, name: string, sessions: number): Promise<Opened> {
  const url = await ctx.createDatabase(name);
  const db = createDatabase({ url, name: "bench", log, slowQueryMs: Number.POSITIVE_INFINITY });
  await insertOwners(db, worldFor(sessions));
  return { url, db };
}

async function timeImport(url: string, folder: string): Promise<{ ms: number; memory: PeakMemory }> {
  let watching: ReturnType<typeof watchMemory> | null = null;
  const { seconds } = await importInBulk(url, folder, (pid) => {
    watching = watchMemory(url, pid);
  });
  const stop = await (watching ?? watchMemory(url, process.pid));
  return { ms: seconds * 1000, memory: await stop() };
}

async function sizeOf(db: Database): Promise<{ tableMb: number; indexMb: number }> {
  const { rows } = await sql<{ tableMb: number; indexMb: number }>`
    select (pg_table_size('sessions') / 1e6)::int as "tableMb", (pg_indexes_size('sessions') / 1e6)::int as "indexMb"`.execute(
    db,
  );
  return rows[0] ?? { tableMb: 0, indexMb: 0 };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function timeCopyAndBuild({ url, db }: Opened, dump: string): Promise<number> {
  const taken = await inTransaction(db, async (trx) => await takeOffIndexes(trx, ["sessions"]));
  return await timed(async () => {
    await withClient(url, async (client) => await copySessions(client, dump));
    await inTransaction(db, async (trx) => await putOnIndexes(trx, taken, async () => undefined));
  });
}

async function timeIndexedCopy({ url, db }: Opened, dump: string): Promise<number> {
  await sql`truncate sessions`.execute(db);
  await sql`checkpoint`
    .execute(db)
    .catch((error: unknown) => log.debug({ err: error }, "no right to checkpoint"));
  return await timed(async () => await withClient(url, async (client) => await copySessions(client, dump)));
}

type Found = {
  ms: number;
  memory: PeakMemory;
  disk: { tableMb: number; indexMb: number };
  builtMs: number;
  indexedMs: number;
  fileBytes: number;
};

function report(
  sessions: number,
  { ms, memory, disk, builtMs, indexedMs, fileBytes }: Found,
): (Measurement | Reading)[] {
  const size = `${sessions} sessions`;
  const line = { what: "ingestion, history in bulk", size, ms, count: sessions };
  return [
    {
      ...line,
      yardstick: { what: "bare COPY into the same indexed table", ms: indexedMs },
      bar: "3",
      isWithinBar: ms <= 3 * indexedMs,
    },
    { ...line, yardstick: { what: "COPY, then building indexes and keys", ms: builtMs } },
    {
      what: "ingestion, history in bulk, at most",
      size,
      figure: `${memory.ownMb} MB importing, ${memory.postgresMb} MB PostgreSQL`,
    },
    {
      what: "ingestion, history in bulk, on disk",
      size,
      figure: `file ${Math.round(fileBytes / 1e6)} MB, table ${disk.tableMb} MB, indexes ${disk.indexMb} MB`,
    },
  ];
}
