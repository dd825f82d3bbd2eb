import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";
import { arrayLiteral } from "./write/array-literal.ts";

/** What a transaction adds to the measures of a resource's day. */
export type QualityCounts = {
  received: number;
  accepted: number;
  /** Already known: the overlap is read again at each poll. */
  unchanged: number;
  /** Rejected records that were not known before. */
  quarantined: number;
  late: number;
  orphaned: number;
  drifted: number;
};

/** Adds to the measures of the UTC day. */
export async function countQuality(
  trx: Trx,
  resource: Resource,
  at: Date,
  counts: QualityCounts,
): Promise<void> {
  await sql`
    insert into data_quality_days as day (resource, day, received, accepted, unchanged, quarantined, late, orphaned, drifted)
    values (${resource}, ${at.toISOString().slice(0, 10)}, ${counts.received}, ${counts.accepted}, ${counts.unchanged},
      ${counts.quarantined}, ${counts.late}, ${counts.orphaned}, ${counts.drifted})
    on conflict (resource, day) do update set
      received = day.received + excluded.received, accepted = day.accepted + excluded.accepted,
      unchanged = day.unchanged + excluded.unchanged, quarantined = day.quarantined + excluded.quarantined,
      late = day.late + excluded.late, orphaned = day.orphaned + excluded.orphaned,
      drifted = day.drifted + excluded.drifted`.execute(trx);
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
