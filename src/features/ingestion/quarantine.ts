import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";
import type { Batch, RejectedEntry } from "./batch.ts";
import { arrayLiteral } from "./write/array-literal.ts";

/**
 * Keeps rejected records with their reasons. One that is seen again is counted on its row, which holds the
 * newest version; one that an administrator discarded, or had taken by a retry, stays away until it changes.
 * Answers how many are new.
 */
export async function keepRejected(
  trx: Trx,
  resource: Resource,
  origin: string,
  entries: readonly RejectedEntry[],
  seenAt: Date,
): Promise<number> {
  if (entries.length === 0) return 0;
  const column = (cellOf: (entry: RejectedEntry) => string | number | null) => arrayLiteral(entries, cellOf);
  const { rows } = await sql<{ is_new: boolean }>`
    insert into quarantined_records as kept (resource, record_key, record_id, record, faults, origin,
      record_updated_at, first_seen_at, last_seen_at, seen_count)
    select ${resource}, record_key, record_id, record::json, faults::jsonb, ${origin}, record_updated_at,
      ${seenAt}, ${seenAt}, seen_count
    from unnest(${column((e) => e.rejected.key)}::text[], ${column((e) => e.rejected.id)}::bigint[],
        ${column((e) => e.rejected.json)}::text[], ${column((e) => JSON.stringify(e.rejected.faults))}::text[],
        ${column((e) => e.rejected.updatedAt)}::timestamptz[], ${column((e) => e.seenCount)}::integer[])
      as incoming(record_key, record_id, record, faults, record_updated_at, seen_count)
    where not exists (select from quarantined_records decided
      where decided.resource = ${resource} and decided.record_key = incoming.record_key
        and (decided.state = 'discarded' or decided.resolution = 'retry') and decided.record::text = incoming.record)
    order by record_key
    on conflict (resource, record_key) where state = 'open' do update set
      record = case when ${isOlder} then kept.record else excluded.record end,
      faults = case when ${isOlder} then kept.faults else excluded.faults end,
      record_updated_at = case when ${isOlder} then kept.record_updated_at else excluded.record_updated_at end,
      last_seen_at = excluded.last_seen_at, seen_count = kept.seen_count + excluded.seen_count
    returning xmax = 0 as is_new`.execute(trx);
  return rows.filter((row) => row.is_new).length;
}

const isOlder = sql`excluded.record_updated_at < kept.record_updated_at`;

/** Closes what waits in quarantine under keys of which a later version was valid. Answers how many. */
export async function settleQuarantine(trx: Trx, batch: Batch, at: Date): Promise<number> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from quarantined_records where resource = ${batch.resource} and state = 'open') as any`.execute(
    trx,
  );
  if (rows[0]?.any !== true || batch.settled.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update quarantined_records kept
    set state = 'resolved', resolution = 'later_version', closed_at = ${at}, closed_by = 'a later version'
    from unnest(${arrayLiteral(batch.settled, (entry) => entry.key)}::text[],
        ${arrayLiteral(batch.settled, (entry) => entry.updatedAt)}::timestamptz[]) as valid(record_key, updated_at)
    where kept.resource = ${batch.resource} and kept.state = 'open' and kept.record_key = valid.record_key
      and (kept.record_updated_at is null or kept.record_updated_at <= valid.updated_at)`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}
