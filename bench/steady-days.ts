import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import { createDatabase, type Database } from "#db/client.ts";
import { pollResource } from "#features/ingestion/poll-resource.ts";
import { createLog } from "#platform/log.ts";
import { createRailsSource } from "#sources/rails/rails-source.ts";
import type { Source } from "#sources/source.ts";
import { type Bench, type BenchContext, type Measurement, numbersOption, type Reading } from "./bench.ts";
import { importInBulk, withFolder, writeHistory } from "./bench-files.ts";
import { copySessions, withClient } from "./copy-sessions.ts";
import { changeOf, changesBy, dayMs, type MadeDay } from "./made-day.ts";
import { insertOwners } from "./made-owners.ts";
import { presentMs, worldFor } from "./made-sessions.ts";
import { type PeakMemory, watchMemory } from "./peak-memory.ts";

const pollMs = 300_000;
const log = createLog({ process: "bench", level: "error", destination: "stderr" });

/** Days of changes read by the poller of sessions every five minutes, without the waiting, on top of so many stored sessions. */
export const steadyDaysBench: Bench = {
  name: "ingestion-days",
  async run(ctx) {
    const rows: (Measurement | Reading)[] = [];
    for (const stored of numbersOption("STORED", [1_000_000]))
      rows.push(...(await measureStored(ctx, stored)));
    return rows;
  },
};

type Setting = { url: string; db: Database; source: Source; baseUrl: string; folder: string };

async function measureStored(ctx: BenchContext, stored: number): Promise<(Measurement | Reading)[]> {
  const days = numbersOption("DAYS", [3_000, 30_000]);
  const url = await ctx.createDatabase(`days_${stored}`);
  const db = createDatabase({ url, name: "bench", log, slowQueryMs: Number.POSITIVE_INFINITY });
  const server = await startPageServer();
  try {
    return await withFolder(async (folder) => {
      await insertOwners(db, worldFor(Math.max(stored, ...days)));
      if (stored > 0) {
        ctx.say(`ingestion, days: storing ${stored} sessions …`);
        await writeHistory(folder, stored);
        await importInBulk(url, folder);
      }
      const source = createRailsSource({ baseUrl: server.baseUrl, token: "bench", log });
      const setting = { url, db, source, baseUrl: server.baseUrl, folder };
      const rows: (Measurement | Reading)[] = [];
      for (const [number, changes] of days.entries()) {
        ctx.say(`ingestion, days: ${changes} changes on top of ${stored} sessions …`);
        const firstNewId = 1_000_000_000 * (number + 1);
        rows.push(...(await measureDay(setting, { number, changes, stored, firstNewId })));
      }
      return rows;
    });
  } finally {
    server.stop();
    await db.destroy();
  }
}

async function measureDay(setting: Setting, day: MadeDay): Promise<(Measurement | Reading)[]> {
  await tell(setting, "/day", day);
  await settle(setting.db, day);
  const stopWatching = await watchMemory(setting.url, process.pid);
  const pollTimes: number[] = [];
  for (let ms = pollMs; ms <= dayMs; ms += pollMs) {
    await tell(setting, "/clock", ms);
    const startedMs = performance.now();
    await poll(setting, new Date(presentMs + day.number * dayMs + ms));
    pollTimes.push(performance.now() - startedMs);
  }
  const memory = await stopWatching();
  await checkAllArrived(setting.db, day);
  const copyMs = await timeCopy(setting, day);
  return report(day, pollTimes, copyMs, memory);
}

/** The cursor stands at the day's beginning, and nothing of the last day is still to be written to the disk. */
async function settle(db: Database, day: MadeDay): Promise<void> {
  const begin = new Date(presentMs + day.number * dayMs);
  await sql`insert into ingestion_cursors (resource, cursor_at) values ('sessions', ${begin})
    on conflict (resource) do update set cursor_at = excluded.cursor_at`.execute(db);
  await sql`vacuum analyze sessions, subject_hour_rollups, demand_hour_rollups`.execute(db);
  await sql`checkpoint`
    .execute(db)
    .catch((error: unknown) => log.debug({ err: error }, "no right to checkpoint"));
}

async function poll({ db, source }: Setting, now: Date): Promise<void> {
  const ctx = { db, log, now: () => now, progress: async () => undefined };
  await pollResource(ctx, [source], "sessions", "command");
}

async function checkAllArrived(db: Database, day: MadeDay): Promise<void> {
  const begin = new Date(presentMs + day.number * dayMs);
  const end = new Date(begin.getTime() + dayMs);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from sessions
    where updated_at >= ${begin} and updated_at < ${end}`.execute(db);
  if (rows[0]?.count !== day.changes)
    throw new Error(`${rows[0]?.count} of ${day.changes} changes of the day are stored`);
}

/** COPY of the same rows, under new ids, into the same table; taken back afterwards. */
async function timeCopy({ url, folder, db }: Setting, day: MadeDay): Promise<number> {
  const file = path.join(folder, "day.copy");
  await pipeline(Readable.from(copyLines(day)), createWriteStream(file));
  const ms = await withClient(url, async (client) => {
    await client.query("begin");
    const startedMs = performance.now();
    await copySessions(client, file);
    const took = performance.now() - startedMs;
    await client.query("rollback");
    return took;
  });
  await sql`vacuum sessions`.execute(db);
  return ms;
}

function* copyLines(day: MadeDay): Generator<string> {
  for (let index = 0; index < day.changes; index++) {
    const row = { ...changeOf(day, index), id: day.firstNewId + 500_000_000 + index };
    yield `${Object.values(row)
      .map((cell) => cell ?? "\\N")
      .join("\t")}\n`;
  }
}

function report(
  day: MadeDay,
  pollTimes: readonly number[],
  copyMs: number,
  memory: PeakMemory,
): (Measurement | Reading)[] {
  const ms = pollTimes.reduce((sum, time) => sum + time, 0);
  const sorted = pollTimes.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  const size = `${day.changes} a day, ${day.stored} stored`;
  const busiest = Math.max(
    ...pollTimes.map((_, index) => changesBy(day, (index + 1) * pollMs) - changesBy(day, index * pollMs)),
  );
  const most = day.changes < 300_000 ? "" : `, ${Math.round((day.changes / ms) * dayMs)} changes a day`;
  return [
    {
      what: "ingestion, a day of polls every five minutes",
      size,
      ms,
      count: day.changes,
      yardstick: { what: "bare COPY of the same rows into the same table", ms: copyMs },
      bar: day.changes < 300_000 ? undefined : "3",
      isWithinBar: day.changes < 300_000 ? undefined : ms <= 3 * copyMs,
    },
    {
      what: "ingestion, time of a poll, and what one worker holds",
      size,
      figure: `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms with up to ${busiest} changes; ${(dayMs / ms).toFixed(1)} such days in a day${most}`,
    },
    {
      what: "ingestion, memory at most",
      size,
      figure: `${memory.ownMb} MB polling, ${memory.postgresMb} MB PostgreSQL`,
    },
  ];
}

async function tell({ baseUrl }: Pick<Setting, "baseUrl">, what: string, body: unknown): Promise<void> {
  const { ok } = await fetch(`${baseUrl}${what}`, { method: "PUT", body: JSON.stringify(body) });
  if (!ok) throw new Error(`the page server did not take ${what}`);
}

// In a process of its own, as in the product: it must not take the time of ours.
async function startPageServer(): Promise<{ baseUrl: string; stop(): void }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "page-server.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const port of createInterface(child.stdout)) {
    return { baseUrl: `http://127.0.0.1:${port}`, stop: () => child.kill() };
  }
  throw new Error("the page server did not start");
}
