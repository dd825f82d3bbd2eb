import { hostname } from "node:os";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Log } from "../log.ts";

export type Heartbeat = { stop(): Promise<void> };

const beatEveryMs = 10_000;

/**
 * Says every ten seconds that this worker is alive. The first beat is awaited; a later one that fails is logged
 * and made up for by the next.
 */
export async function startHeartbeat(db: Database, workerId: string, log: Log): Promise<Heartbeat> {
  await beat(db, workerId);
  const timer = setInterval(() => {
    beat(db, workerId).catch((error: unknown) => log.warn({ err: error }, "a heartbeat was not written"));
  }, beatEveryMs);
  return {
    async stop() {
      clearInterval(timer);
      await sql`delete from worker_heartbeats where worker_id = ${workerId}`.execute(db);
    },
  };
}

async function beat(db: Database, workerId: string): Promise<void> {
  await sql`insert into worker_heartbeats (worker_id, host, process_id, started_at, beat_at)
    values (${workerId}, ${hostname()}, ${process.pid}, clock_timestamp(), clock_timestamp())
    on conflict (worker_id) do update set beat_at = excluded.beat_at`.execute(db);
  // Workers that were killed say no goodbye.
  await sql`delete from worker_heartbeats where beat_at < clock_timestamp() - interval '1 day'`.execute(db);
}
