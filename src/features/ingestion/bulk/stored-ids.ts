import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { maxIdBlocks } from "./bulk-target.ts";
import { IdSet } from "./id-set.ts";

const idsAtOnce = 50_000;

/** The ids of a column, read some at a time. */
export async function storedIds(trx: Trx, table: string, column: string): Promise<IdSet> {
  const ids = new IdSet(maxIdBlocks);
  await addIds(
    trx,
    ids,
    (after) => sql`
    select ${sql.ref(column)} as id from ${sql.table(table)}
    where ${sql.ref(column)} > ${after} order by ${sql.ref(column)} limit ${idsAtOnce}`,
  );
  return ids;
}

/** The ids of the records of a resource that wait for their customer or tutor. */
export async function heldIds(trx: Trx, resource: string): Promise<IdSet> {
  const ids = new IdSet(maxIdBlocks);
  await addIds(
    trx,
    ids,
    (after) => sql`
    select record_id as id from held_records
    where resource = ${resource} and record_id > ${after} order by record_id limit ${idsAtOnce}`,
  );
  return ids;
}

async function addIds(trx: Trx, ids: IdSet, page: (after: number) => RawBuilder<unknown>): Promise<void> {
  let after = 0;
  for (;;) {
    const { rows } = (await page(after).execute(trx)) as { rows: { id: number }[] };
    for (const { id } of rows) ids.add(id);
    if (rows.length < idsAtOnce) return;
    after = rows.at(-1)?.id ?? after;
  }
}
