import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { NewEvent } from "#platform/live/event.ts";
import type { Resource } from "#sources/source.ts";
import { namedCustomersPerEvent } from "../weights.ts";

/** Events for the customers that `touched` yields: one for each, or one for all where they are many. */
export async function customerEvents(
  trx: Trx,
  resource: Resource,
  touched: RawBuilder<unknown>,
): Promise<NewEvent[]> {
  const { rows } = await sql<{ count: number; named: number[] | null }>`
    with touched as materialized (select distinct customer_id from (${touched}) t where customer_id is not null)
    select (select count(*) from touched)::integer as count,
      (select coalesce(json_agg(customer_id order by customer_id), '[]')
        from (select customer_id from touched limit ${namedCustomersPerEvent}) as few) as named`.execute(trx);
  const { count, named } = rows[0] ?? { count: 0, named: [] };
  if (count > namedCustomersPerEvent) {
    return [{ kind: "customers.bulk_changed", key: resource, payload: { count } }];
  }
  return (named ?? []).map((customerId) => ({
    kind: "customer.changed",
    key: String(customerId),
    payload: { resource },
    customerId,
  }));
}
