import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/** Customers per read and transaction: about 4 MB of records, and a fraction of a second of work. */
export const customersPerBatch = 4_000;

export type CustomerRange = { fromId: number; toId: number; customers: number };

/** Ranges of ids that cover all customers, in rising order; each holds `customersPerRange` but for the last. */
export async function* customerRanges(
  db: Database,
  customersPerRange = customersPerBatch,
): AsyncGenerator<CustomerRange> {
  let fromId = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const { rows } = await sql<{ last: number | null; customers: number }>`
      select max(customer_id) as last, count(*) as customers from (select customer_id from customers where customer_id >= ${fromId}
        order by customer_id limit ${customersPerRange}) as range`.execute(db);
    const [range] = rows;
    if (range === undefined || range.last === null) return;
    yield { fromId, toId: range.last, customers: range.customers };
    fromId = range.last + 1;
  }
}

/** Cuts a list into batches. */
export function* batchesOf(ids: readonly number[]): Generator<number[]> {
  for (let at = 0; at < ids.length; at += customersPerBatch) yield ids.slice(at, at + customersPerBatch);
}
