import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Records, Resource } from "#sources/source.ts";
import { recordKey } from "../batch.ts";
import { batchRecords } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { noCounts, type WriteCounts } from "../write/write-counts.ts";
import { emptyStaging, writeRecords } from "../write/write-records.ts";

/**
 * Records that are not plain wait in the database, in their order, until the rows and indexes are there; then they
 * go the ordinary way, which knows later versions, missing owners and all the rest.
 */
export async function openLeftovers(trx: Trx): Promise<void> {
  await sql`create temporary table bulk_leftovers (place bigint generated always as identity, record text not null)
    on commit drop`.execute(trx);
}

/** Puts records aside. */
export async function putAside(trx: Trx, records: readonly Records[Resource][]): Promise<void> {
  if (records.length === 0) return;
  await sql`insert into bulk_leftovers (record)
    select record from unnest(${arrayLiteral(records, (record) => JSON.stringify(record))}::text[]) with ordinality as put(record, place)
    order by place`.execute(trx);
}

/** Writes what was put aside, each id once at a time, so that its versions are met in their order. */
export async function writeLeftovers(trx: Trx, resource: Resource): Promise<WriteCounts> {
  let total = noCounts;
  let waiting: Records[Resource][] = [];
  let keys = new Set<string>();
  const write = async () => {
    if (waiting.length === 0) return;
    await emptyStaging(trx);
    const { counts } = await writeRecords(trx, resource, waiting as never, null);
    total = addCounts(total, counts);
    waiting = [];
    keys = new Set();
  };
  for await (const record of readLeftovers(trx)) {
    if (waiting.length === batchRecords || keys.has(recordKey(record))) await write();
    waiting.push(record);
    keys.add(recordKey(record));
  }
  await write();
  return total;
}

async function* readLeftovers(trx: Trx): AsyncGenerator<Records[Resource]> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<{ place: number; record: string }>`
      select place, record from bulk_leftovers where place > ${after} order by place limit ${batchRecords}`.execute(
      trx,
    );
    for (const { record } of rows) yield JSON.parse(record) as Records[Resource];
    if (rows.length < batchRecords) return;
    after = rows.at(-1)?.place ?? after;
  }
}

function addCounts(a: WriteCounts, b: WriteCounts): WriteCounts {
  const sums = Object.entries(a).map(([name, count]) => [name, count + b[name as keyof WriteCounts]]);
  return Object.fromEntries(sums) as WriteCounts;
}
