import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";
import { arrayLiteral } from "./write/array-literal.ts";

/**
 * What a transaction adds to the measures of a resource: received = accepted + unchanged + quarantined + orphaned.
 * `late` and `drifted` are counted beside it.
 */
export type QualityCounts = {
  received: number;
  accepted: number;
  /** Known already: read again by the overlap, older than what is stored, or rejected or held before. */
  unchanged: number;
  /** Rejected records that were not known before. */
  quarantined: number;
  late: number;
  /** Records that wait for their customer or tutor and did not wait before. */
  orphaned: number;
  drifted: number;
};

/** Adds to the measures of the hour in which the records arrived. */
export async function countQuality(
  trx: Trx,
  resource: Resource,
  at: Date,
  counts: QualityCounts,
): Promise<void> {
  await sql`
    insert into data_quality_hours as measured (resource, hour, received, accepted, unchanged, quarantined, late,
      orphaned, drifted)
    values (${resource}, date_trunc('hour', ${at}::timestamptz, 'UTC'), ${counts.received}, ${counts.accepted},
      ${counts.unchanged}, ${counts.quarantined}, ${counts.late}, ${counts.orphaned}, ${counts.drifted})
    on conflict (resource, hour) do update set
      received = measured.received + excluded.received, accepted = measured.accepted + excluded.accepted,
      unchanged = measured.unchanged + excluded.unchanged,
      quarantined = measured.quarantined + excluded.quarantined, late = measured.late + excluded.late,
      orphaned = measured.orphaned + excluded.orphaned, drifted = measured.drifted + excluded.drifted`.execute(
    trx,
  );
}

/**
 * Records that this transaction began to hold. Until here they carry the database's own instant of it; from here
 * on `at`, by the product's clock. It stays when they are held again.
 */
export async function stampNewlyHeld(trx: Trx, resource: Resource, at: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update held_records set held_at = ${at} where held_at = now() and resource = ${resource}`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** Remembers fields that the contract does not know. Answers how many of them are new. */
export async function recordDrift(
  trx: Trx,
  resource: Resource,
  fields: readonly string[],
  at: Date,
): Promise<number> {
  if (fields.length === 0) return 0;
  const { rows } = await sql<{ is_new: boolean }>`
    insert into schema_drift (resource, field, first_seen_at, last_seen_at)
    select ${resource}, field, ${at}, ${at}
    from unnest(${arrayLiteral(fields, (field) => field)}::text[]) as seen(field)
    order by field
    on conflict (resource, field) do update set last_seen_at = excluded.last_seen_at
    returning xmax = 0 as is_new`.execute(trx);
  return rows.filter((row) => row.is_new).length;
}
