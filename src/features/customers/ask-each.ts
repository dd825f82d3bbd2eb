import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type CustomerSelection, ownerWords } from "./customer-order.ts";

/** Asks one customer of the list, given the id, whether search and owner mean the customer. */
export type AskEach = (id: RawBuilder<unknown>) => RawBuilder<unknown>;

/**
 * How to ask the customers of a list one by one for a search or an owner of very many; null for those of few, who are
 * found at once. Sorting all of very many for one page takes seconds; walking the list meets enough of them soon.
 */
export async function askEachOf(
  trx: Trx,
  { search, owner }: Pick<CustomerSelection, "search" | "owner">,
  fewFound: number,
): Promise<AskEach | null> {
  const isSearch = search.trim() !== "";
  const isOwned = owner !== null && owner !== ownerWords.nobody;
  if (!isSearch && !isOwned) return null;
  const most = fewFound + 1;
  const owned = sql`select from customer_owners where owner_id = ${owner} limit ${most}`;
  if (isOwned && (await countOf(trx, owned)) < most) return null;
  const hits = sql`select from find_customers(${search}, ${most})`;
  if (isSearch && (await countOf(trx, hits)) < most) return null;
  const asked = isSearch ? await askForSearch(trx, search) : null;
  return (id) => sql`${asked === null ? sql`true` : asked(id)} and ${askForOwner(owner, id)}`;
}

async function countOf(trx: Trx, some: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{
    number: number;
  }>`select count(*)::int as number from (${some}) as found`.execute(trx);
  return rows[0]?.number ?? 0;
}

type Search = { longest: string; inside: string[]; id: number | null; by_email: boolean };

// Look-ups in a select list: as conditions the database would join them to the whole table.
async function askForSearch(trx: Trx, search: string): Promise<AskEach> {
  const { rows } = await sql<Search>`
    select longest, inside, id, viewer_can_write() as by_email from read_search(${search})`.execute(trx);
  const { longest = "", inside = [], id: asId = null, by_email = false } = rows[0] ?? {};
  return (
    id,
  ) => sql`(select answers_search(f.name_key, f.email, f.customer_id, ${longest}::text, ${inside}::text[],
    ${asId}::bigint, ${by_email}::boolean) from customers as f where f.customer_id = ${id})`;
}

function askForOwner(owner: string | null, id: RawBuilder<unknown>): RawBuilder<unknown> {
  if (owner === null) return sql`true`;
  const ownerOf = sql`(select o.owner_id from customer_owners as o where o.customer_id = ${id})`;
  return owner === ownerWords.nobody ? sql`${ownerOf} is null` : sql`${ownerOf} = ${owner}`;
}
