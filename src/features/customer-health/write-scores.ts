import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { storedColumns } from "./stored-row.ts";

// The unit separator: JSON writes control characters as escapes, so that it never stands within a text.
const separator = "\u001f";

/** Values in the order of `storedColumns`, their hash, and that of the records that they were computed from. */
export type StoredRow = { values: readonly (string | null)[]; hash: string; recordsHash: string };

/**
 * Writes the current rows in one statement. The texts are lists of numbers, instants and plain words, or JSON. JSON is
 * read row by row: a list of it would be built in memory once more as a whole, which takes five times as long.
 */
export async function writeScores(trx: Trx, rows: readonly StoredRow[], asOf: Date): Promise<void> {
  if (rows.length === 0) return;
  const columns = storedColumns.map(([name]) => sql.ref(name));
  const lists = storedColumns.map(([, type], column) => columnList(rows, column, type));
  const read = storedColumns.map(([name, type]) =>
    type === "jsonb" ? sql`${sql.ref(name)}::jsonb` : sql.ref(name),
  );
  const assignments = storedColumns
    .slice(1)
    .map(([name]) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  await sql`
    insert into customer_health_scores (${sql.join(columns)}, content_hash, records_hash, computed_at)
    select ${sql.join(read)}, content_hash, records_hash, ${asOf}::timestamptz
    from unnest(${sql.join(lists)}, ${`{${rows.map(({ hash }) => hash).join()}}`}::uuid[],
      ${`{${rows.map(({ recordsHash }) => recordsHash).join()}}`}::bigint[])
      as rows (${sql.join(columns)}, content_hash, records_hash)
    on conflict (customer_id) do update set ${sql.join(assignments)},
      content_hash = excluded.content_hash, records_hash = excluded.records_hash, computed_at = excluded.computed_at`.execute(
    trx,
  );
}

function columnList(rows: readonly StoredRow[], column: number, type: string): RawBuilder<unknown> {
  const values = rows.map((row) => row.values[column] ?? null);
  if (type === "jsonb")
    return sql`string_to_array(${values.map((json) => json ?? "").join(separator)}, ${separator}, '')`;
  return sql`${`{${values.map((value) => value ?? "NULL").join()}}`}::${sql.raw(type)}[]`;
}
/** A customer whose stored row stands as it is, computed now from records that hash to this. */
export type ConfirmedRow = { customerId: number; recordsHash: string };

/** Notes from which records rows were computed that came out the same: the next full pass need not compute them again. */
export async function confirmScores(trx: Trx, rows: readonly ConfirmedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update customer_health_scores stored set records_hash = made.records_hash
    from unnest(${rows.map(({ customerId }) => customerId)}::bigint[],
      ${rows.map(({ recordsHash }) => recordsHash)}::bigint[]) as made (customer_id, records_hash)
    where stored.customer_id = made.customer_id`.execute(trx);
}
