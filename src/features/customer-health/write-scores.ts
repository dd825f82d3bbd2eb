import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { storedColumns } from "./stored-row.ts";

// The unit separator: JSON writes control characters as escapes, so that it never stands within a text.
const separator = "\u001f";

/** Values in the order of `storedColumns`, their hash, and that of the records that they were computed from. */
export type StoredRow = { values: readonly (string | null)[]; hash: string; recordsHash: string };

/** Writes the current rows in one statement. The texts are lists of numbers, instants and plain words, or JSON. */
export async function writeScores(trx: Trx, rows: readonly StoredRow[], asOf: Date): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(storedColumns.map(([name]) => sql.ref(name)));
  const lists = storedColumns.map(([, type], column) => columnList(rows, column, type));
  const assignments = storedColumns
    .slice(1)
    .map(([name]) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  await sql`
    insert into customer_health_scores (${names}, content_hash, records_hash, computed_at)
    select rows.*, ${asOf}::timestamptz
    from unnest(${sql.join(lists)}, ${`{${rows.map(({ hash }) => hash).join()}}`}::uuid[],
      ${`{${rows.map(({ recordsHash }) => recordsHash).join()}}`}::bigint[]) as rows
    on conflict (customer_id) do update set ${sql.join(assignments)},
      content_hash = excluded.content_hash, records_hash = excluded.records_hash, computed_at = excluded.computed_at`.execute(
    trx,
  );
}

function columnList(rows: readonly StoredRow[], column: number, type: string): RawBuilder<unknown> {
  const values = rows.map((row) => row.values[column] ?? null);
  if (type === "jsonb")
    return sql`string_to_array(${values.map((json) => json ?? "").join(separator)}, ${separator}, '')::jsonb[]`;
  return sql`${`{${values.map((value) => value ?? "NULL").join()}}`}::${sql.raw(type)}[]`;
}
