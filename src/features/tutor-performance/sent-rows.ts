import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";

/** Rows sent as one JSON text and read back as a table of the named columns. */
export function sentRows(rows: readonly object[], columns: Record<string, string>): RawBuilder<unknown> {
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as sent(${sql.raw(typed.join(", "))})`;
}

/** The columns as a list for a statement. */
export const names = (columns: Record<string, string>, prefix = "") =>
  sql.raw(
    Object.keys(columns)
      .map((name) => prefix + name)
      .join(", "),
  );

/** "column = excluded.column" for all but the keys. */
export const assignments = (columns: Record<string, string>, keys: readonly string[]) =>
  sql.raw(
    Object.keys(columns)
      .filter((name) => !keys.includes(name))
      .map((name) => `${name} = excluded.${name}`)
      .join(", "),
  );

type Replacement = {
  table: string;
  columns: Record<string, string>;
  keys: readonly string[];
  rows: readonly object[];
  /** Written as computed_at of rows that differ, where the table has it. */
  stamp: Date | null;
};

// Equal rows are not touched: of hundreds of weeks of a tutor, one or two change.
/** Brings the rows of these tutors in a table to those given; answers the number that were others. */
export async function replaceDiffering(trx: Trx, ids: readonly number[], to: Replacement): Promise<number> {
  const table = sql.ref(to.table);
  const isSame = sql.raw(to.keys.map((key) => `stored.${key} = sent.${key}`).join(" and "));
  const stampColumn = sql.raw(to.stamp === null ? "" : ", computed_at");
  const stampValue = to.stamp === null ? sql`` : sql`, ${to.stamp}::timestamptz`;
  const stampSet = sql.raw(to.stamp === null ? "" : ", computed_at = excluded.computed_at");
  const { rows } = await sql<{ written: number }>`
    with sent as materialized (select * from ${sentRows(to.rows, to.columns)}),
    removed as (
      delete from ${table} stored where tutor_id = any(${ids}::bigint[])
        and not exists (select from sent where ${isSame}) returning 1
    ), written as (
      insert into ${table} (${names(to.columns)}${stampColumn})
      select ${names(to.columns, "sent.")}${stampValue} from sent
      left join (select * from ${table} where tutor_id = any(${ids}::bigint[])) stored on ${isSame}
      where (${names(to.columns, "stored.")}) is distinct from (${names(to.columns, "sent.")})
      on conflict (${sql.raw(to.keys.join(", "))}) do update set ${assignments(to.columns, to.keys)}${stampSet}
      returning 1
    )
    select (select count(*) from removed) + (select count(*) from written) as written`.execute(trx);
  return rows[0]?.written ?? 0;
}
