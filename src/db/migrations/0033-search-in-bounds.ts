import { type Kysely, sql } from "kysely";
import { findCustomers as findCustomersOf0008 } from "./0008-customer-search.ts";

/**
 * A search that very many customers answer to: found to a limit, with the viewer's limits read once, and asked of one
 * customer while a list is walked in its order.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop function find_customers(text)").execute(db);
  await sql.raw(readSearch).execute(db);
  await sql.raw(answersSearch).execute(db);
  await sql.raw(findCustomers).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    drop function find_customers(text, integer);
    drop function answers_search(text, text, bigint, text, text[], bigint, boolean);
    drop function read_search(text);
  `)
    .execute(db);
  await sql.raw(findCustomersOf0008).execute(db);
}

// Words from the longest, as LIKE takes them literally, each also as a pattern; and the text as an id.
const readSearch = `
  create function read_search(query text, out longest text, out inside text[], out id bigint)
  language sql immutable parallel safe as $$
    select words.list[1], array(select '%' || word || '%' from unnest(words.list) as word),
      case when trim(query) ~ '^[0-9]{1,18}$' then trim(query)::bigint end
    from (select array(select replace(replace(replace(word, '\\', '\\\\'), '%', '\\%'), '_', '\\_')
      from unnest(regexp_split_to_array(lower(trim(query)), '\\s+')) as word
      where word <> '' order by length(word) desc) as list) as words $$;
  grant execute on function read_search(text) to dashboard_web;
`;

// Every word must occur in the name; where the longest has one or two letters it must begin a word. A single word may
// also occur in the address, and a number be the id.
const answersSearch = `
  create function answers_search(name_key text, email text, customer_id bigint, longest text, inside text[], id bigint,
    by_email boolean) returns boolean language sql immutable parallel safe as $$
    select name_key like all (inside)
        and (length(longest) >= 3 or name_key like longest || '%' or name_key like '% ' || longest || '%')
      or by_email and cardinality(inside) = 1 and length(longest) >= 3 and coalesce(lower(email) like inside[1], false)
      or coalesce(customer_id = id, false) $$;
  grant execute on function answers_search(text, text, bigint, text, text[], bigint, boolean) to dashboard_web;
`;

// LIKE ALL cannot use an index: the longest word is asked for by itself. E-mail addresses are masked for viewers, so
// that viewers cannot search them either. Planned for each search by itself: how rare it is decides.
const findCustomers = `
  create function find_customers(query text, most integer default null) returns setof bigint
  language plpgsql stable security definer rows 200 set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
  declare
    asked record := read_search(query);
    by_email boolean := viewer_can_write();
    limits text := nullif(current_setting('app.customer_ids', true), '');
    visible bigint[] := string_to_array(limits, ',')::bigint[];
  begin
    if asked.longest is null or viewer_role() is null then
      return;
    elsif length(asked.longest) < 3 then
      return query select c.customer_id from customers as c
        where (c.name_key like asked.longest || '%' or c.name_key like '% ' || asked.longest || '%' or c.customer_id = asked.id)
          and answers_search(c.name_key, c.email, c.customer_id, asked.longest, asked.inside, asked.id, false)
          and (limits is null or c.customer_id = any (visible))
        limit most;
    elsif by_email and cardinality(asked.inside) = 1 then
      return query select c.customer_id from customers as c
        where (c.name_key like asked.inside[1] or lower(c.email) like asked.inside[1] or c.customer_id = asked.id)
          and (limits is null or c.customer_id = any (visible))
        limit most;
    else
      return query select c.customer_id from customers as c
        where (c.name_key like asked.inside[1] or c.customer_id = asked.id)
          and answers_search(c.name_key, c.email, c.customer_id, asked.longest, asked.inside, asked.id, false)
          and (limits is null or c.customer_id = any (visible))
        limit most;
    end if;
  end $$;
  revoke execute on function find_customers(text, integer) from public;
  grant execute on function find_customers(text, integer) to dashboard_web;
`;
