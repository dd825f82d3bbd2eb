import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";

type Part = { drop: string; create: string };

/** What was taken off tables, to be put on again. */
export type TakenOff = readonly Part[];

/**
 * Takes off the indexes, keys and foreign keys of empty tables, but for keys that other tables refer to. All of it
 * is in the transaction of the load: one that is killed leaves every table as it was.
 */
export async function takeOffIndexes(trx: Trx, tables: readonly string[]): Promise<TakenOff> {
  const { rows } = await sql<Part>`
    with tables as (select table_name::regclass as id from unnest(${tables}::text[]) as named(table_name)),
    parts as (
      select case contype when 'f' then 1 else 2 end as place,
        format('alter table %s drop constraint %I', conrelid::regclass, conname) as taking,
        format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as making
      from pg_constraint owned join tables on tables.id = conrelid
      where contype in ('f', 'p', 'u') and not exists (select from pg_constraint other
        where other.confrelid = owned.conrelid and other.contype = 'f' and owned.contype <> 'f')
      union all
      select 3, format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      from pg_index join tables on tables.id = indrelid
      where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    )
    select taking as drop, making as create from parts order by place, taking`.execute(trx);
  for (const { drop } of rows) await sql.raw(drop).execute(trx);
  return rows;
}

/** Builds what was taken off; foreign keys last, each checked over all rows at once. */
export async function putOnIndexes(
  trx: Trx,
  taken: TakenOff,
  built: (done: number) => Promise<void>,
): Promise<void> {
  await sql`set local maintenance_work_mem = '512MB'`.execute(trx);
  for (const [index, { create }] of taken.toReversed().entries()) {
    await sql.raw(create).execute(trx);
    await built(index + 1);
  }
  await sql`reset maintenance_work_mem`.execute(trx);
}

/**
 * Those of empty tables to which nothing refers, made anew: rows can then be written as if they had always been
 * there, so that nobody need mark them as seen afterwards.
 */
export async function makeAnew(trx: Trx, tables: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${tables}::text[]) as named(name)
    where not exists (select from pg_constraint where contype = 'f' and confrelid = name::regclass)`.execute(
    trx,
  );
  for (const { name } of rows) await sql`truncate ${sql.table(name)}`.execute(trx);
  return new Set(rows.map(({ name }) => name));
}
