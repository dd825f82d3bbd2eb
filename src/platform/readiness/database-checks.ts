import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { migrations } from "#db/migrations.ts";

/** Seconds after its last beat from which a worker counts as gone. */
export const workerGoneAfterSeconds = 60;

/** Whether the database answers. */
export async function checkDatabase(db: Database): Promise<string | null> {
  await sql`select 1`.execute(db);
  return null;
}

/** Whether the tables are those of this version of the product. */
export async function checkMigrations(db: Database): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const done = new Set(rows.map((row) => row.name));
  const missing = Object.keys(migrations).filter((name) => !done.has(name));
  return missing.length === 0 ? null : `Run "ops db migrate": ${missing.join(", ")} has not run.`;
}

/** Whether a worker was alive within the last minute, by the database's clock. */
export async function checkWorker(db: Database): Promise<string | null> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from clock_timestamp() - max(beat_at))::float as seconds from worker_heartbeats`.execute(
    db,
  );
  const seconds = rows[0]?.seconds ?? null;
  if (seconds === null) return "No worker has started yet.";
  if (seconds <= workerGoneAfterSeconds) return null;
  return `The last sign of a worker is ${Math.round(seconds)} seconds old: start one.`;
}
