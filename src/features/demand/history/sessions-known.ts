import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";

/**
 * Until when sessions were known as of an instant: the beginning of the last poll that succeeded, or the newest
 * version taken where the records came from files alone; never later than the instant itself. For an instant in the
 * past, records that were taken later stand in for what the source showed then. Null where nothing was read yet.
 */
export async function sessionsKnownUntil(db: Database | Trx, asOf: Date): Promise<Date | null> {
  const { rows } = await sql<{ known_until: Date | null }>`
    select least(${asOf}::timestamptz, coalesce(
      (select started_at from ingestion_runs where resource = 'sessions' and state = 'succeeded'
        and trigger <> 'import' order by started_at desc limit 1),
      (select coalesce(last_succeeded_at, cursor_at) from ingestion_cursors where resource = 'sessions'),
      (select max(finished_at) from ingestion_runs where resource = 'sessions' and state = 'succeeded'),
      (select max(hour) from demand_hour_rollups where completed > 0)
    )) as known_until`.execute(db);
  const knownUntil = rows[0]?.known_until ?? null;
  // least() ignores null: without any record it would be the instant itself.
  return knownUntil !== null && (await hasSessions(db)) ? knownUntil : null;
}

async function hasSessions(db: Database | Trx): Promise<boolean> {
  const { rows } = await sql`select from demand_hour_rollups limit 1`.execute(db);
  return rows.length > 0;
}
