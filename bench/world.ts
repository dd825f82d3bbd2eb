import { sql } from "kysely";
import { createDatabase, type Database } from "#db/client.ts";
import { createLog } from "#platform/log.ts";
import type { Viewer } from "#platform/viewer.ts";
import { type BenchContext, numbersOption } from "./bench.ts";
import { generateWorld } from "./generate-world.ts";
import { postmasterOf, processorMs } from "./server-processes.ts";

/** A marketplace of so many customers, as the worker and as the web process see it. */
export type World = {
  customers: number;
  /** "100000 customers, 2885499 sessions". */
  size: string;
  url: string;
  /** As the owner, who passes are run by. */
  db: Database;
  /** Processor time of this process and the server so far, in milliseconds. */
  clock: () => Promise<number>;
  /** As the web process, which sees what row-level security lets its viewer see. */
  web: Database;
};

const log = createLog({ process: "bench", level: "error", destination: "stderr" });

/** Runs `work` on the world of each size of `--customers`, one after the other, and gathers what it answers. */
export async function onWorlds<T>(ctx: BenchContext, work: (world: World) => Promise<T[]>): Promise<T[]> {
  const gathered: T[] = [];
  for (const customers of numbersOption("CUSTOMERS", [100_000])) {
    const world = await openWorld(ctx, customers);
    try {
      gathered.push(...(await work(world)));
    } finally {
      await world.web.destroy();
      await world.db.destroy();
    }
  }
  return gathered;
}

/** The benches of a run share a world; with `--data FOLDER` so do runs. */
async function openWorld(ctx: BenchContext, customers: number): Promise<World> {
  const url = await ctx.openDatabase(`world_${customers}`);
  const options = { url, log, slowQueryMs: Number.POSITIVE_INFINITY };
  const db = createDatabase({ ...options, name: "bench" });
  if (!(await isComplete(db))) {
    ctx.say(`making ${customers} customers …`);
    await generateWorld(db, customers);
    await pretendPastIsFilled(db);
  }
  const sessions = await countSessions(db);
  const web = createDatabase({ ...options, name: "bench web", role: "dashboard_web" });
  const postmaster = await postmasterOf(url);
  const clock = async () => await processorMs(postmaster);
  return { customers, size: `${customers} customers, ${sessions} sessions`, url, db, web, clock };
}

async function isComplete(db: Database): Promise<boolean> {
  const { rows } = await sql`select from health_passes where kind = 'backfill'`.execute(db);
  return rows.length > 0;
}

// Filling in the past is done once in the life of a database: it is no part of a pass.
async function pretendPastIsFilled(db: Database): Promise<void> {
  const never = new Date(0);
  await db
    .insertInto("health_passes")
    .values({ kind: "backfill", as_of: never, started_at: never, duration_ms: 0, computed: 0, changed: 0 })
    .execute();
}

async function countSessions(db: Database): Promise<number> {
  const { rows } = await sql<{ sessions: number }>`select count(*) as sessions from sessions`.execute(db);
  return rows[0]?.sessions ?? 0;
}

/** An administrator who sees everyone. */
export const viewerOfAll: Viewer = {
  userId: "bench",
  kind: "user",
  name: "Bench",
  role: "admin",
  timezone: "UTC",
  customerIds: null,
  subjectCodes: null,
};
