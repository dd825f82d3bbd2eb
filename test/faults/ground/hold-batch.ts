import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { HoldPoint } from "../schedule.ts";

const locks: Record<HoldPoint, string> = {
  rollups: "lock table subject_hour_rollups, call_hour_rollups in access exclusive mode",
  measures: "lock table data_quality_hours in access exclusive mode",
  "held records": "lock table held_records in share row exclusive mode",
  "change record": "select pg_advisory_xact_lock(hashtext('change_log'))",
};

// A transaction that writes records holds the lock of their resource from its beginning.
const openBatches = `
  select distinct waiting.pid from pg_locks waiting
  join pg_locks writing on writing.pid = waiting.pid and writing.locktype = 'advisory' and writing.granted
    and ((writing.classid::bigint << 32) | writing.objid::bigint) in (
      select hashtextextended('ingestion write ' || resource, 0)
      from unnest(array['subjects', 'customers', 'tutors', 'sessions', 'calls']) as resource)
  where not waiting.granted and $1::int = any (pg_blocking_pids(waiting.pid))`;

export type HeldBatch = {
  /** Waits until a batch stands in the middle; gives its backend's process, or null where the work ended without one. */
  untilOpen(work: Promise<unknown>, limitMs: number): Promise<number | null>;
  release(): Promise<void>;
};

/** Makes the next batch stop in the middle, at a lock that it needs there. */
export async function holdBatch(superuserUrl: string, where: HoldPoint): Promise<HeldBatch> {
  const client = new pg.Client({ connectionString: superuserUrl, application_name: "holds a batch" });
  // The server may be killed while we hold.
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  await client.query("begin");
  await client.query(locks[where]);
  return {
    async untilOpen(work, limitMs) {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      work.then(over, over);
      const deadline = performance.now() + limitMs;
      while (!isOver && performance.now() < deadline) {
        const found = await client.query<{ pid: number }>(openBatches, [rows[0]?.pid]);
        if (found.rows[0] !== undefined) return found.rows[0].pid;
        await sleep(5);
      }
      return null;
    },
    release: async () => await client.end().catch(() => undefined),
  };
}
