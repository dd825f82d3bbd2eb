import { type Kysely, sql } from "kysely";
import type { DB } from "#db/schema.ts";

type Definition = { drop: string; create: string };

/** Runs `work` while a table has no indexes but those of its keys and no foreign keys; makes them again afterwards. */
export async function withoutIndexes(
  db: Kysely<DB>,
  table: keyof DB,
  work: () => Promise<void>,
): Promise<void> {
  const { rows } = await sql<Definition>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create
    from pg_constraint where conrelid = ${table}::regclass and contype = 'f'
    union all
    select format('drop index %I', indexname), indexdef from pg_indexes
    where tablename = ${table} and not exists (select from pg_constraint where conname = indexname)`.execute(
    db,
  );
  for (const { drop } of rows) await sql.raw(drop).execute(db);
  await work();
  for (const { create } of rows) await sql.raw(create).execute(db);
}
