import { type Kysely, sql } from "kysely";

/**
 * What the customer list needs to be fast for whoever asks. Under row-level security only leakproof operators
 * may use an index, and neither lower() nor LIKE nor numeric comparison is one. So the sort keys are stored
 * columns of leakproof types, and text is searched in a function of the owner that applies the viewer's limits.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(sortKeys).execute(db);
  await sql.raw(trigramIndexes).execute(db);
  await sql.raw(findCustomers).execute(db);
  await sql.raw(cheaperPolicies).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    alter policy customers_read on customers using (viewer_sees_customer(customer_id));
    alter policy customer_health_scores_read on customer_health_scores using (viewer_sees_customer(customer_id));
    drop function find_customers(text);
    drop index if exists customers_name_trigrams, customers_email_trigrams;
    drop index customers_by_spend;
    drop index customers_by_name;
    alter table customers drop column name_key, drop column monthly_spend_cents;
    create index customers_by_name on customers (lower(name), customer_id);
  `)
    .execute(db);
}

const sortKeys = `
  alter table customers
    add column name_key text not null generated always as (lower(name)) stored,
    add column monthly_spend_cents bigint generated always as (round(monthly_spend * 100)::bigint) stored;
  comment on column customers.name_key is 'The name as it is sorted and searched.';
  drop index customers_by_name;
  -- sorting the customer list by name and by spend, with customer_id as the tie-break of the cursor
  create index customers_by_name on customers (name_key, customer_id);
  create index customers_by_spend on customers (monthly_spend_cents, customer_id);
`;

// pg_trgm is a trusted extension: the owner of a database may create it. Where it is missing, searching
// reads the whole table, which is right but slow beyond some 100,000 customers.
const trigramIndexes = `
  do $$ begin
    create extension if not exists pg_trgm;
  exception when others then
    raise notice 'pg_trgm may not be created here (%): searching customers reads the whole table.', sqlerrm;
  end $$;

  do $$ begin
    if exists (select from pg_extension where extname = 'pg_trgm') then
      create index customers_name_trigrams on customers using gin (name_key gin_trgm_ops);
      create index customers_email_trigrams on customers using gin (lower(email) gin_trgm_ops);
    end if;
  end $$;
`;

// Every word must occur; words of one or two letters must begin a word of the name. The longest word is
// asked for by itself, because LIKE ALL cannot use the index. E-mail addresses are masked for viewers, so
// that viewers cannot search them either.
export const findCustomers = `
  create function find_customers(query text) returns setof bigint
  language plpgsql stable security definer rows 200 set search_path = public, pg_temp as $$
  declare
    words text[] := array(select replace(replace(replace(word, '\\', '\\\\'), '%', '\\%'), '_', '\\_')
      from unnest(regexp_split_to_array(lower(trim(query)), '\\s+')) as word
      where word <> '' order by length(word) desc);
    inside text[] := array(select '%' || word || '%' from unnest(words) as word);
    longest text := words[1];
  begin
    if longest is null then
      return;
    elsif length(longest) < 3 then
      return query select customer_id from customers
        where (name_key like longest || '%' or name_key like '% ' || longest || '%')
          and name_key like all (inside) and viewer_sees_customer(customer_id);
    else
      return query select customer_id from customers
        where name_key like '%' || longest || '%' and name_key like all (inside) and viewer_sees_customer(customer_id);
      if viewer_can_write() then
        return query select customer_id from customers
          where lower(email) like '%' || longest || '%' and cardinality(words) = 1
            and not name_key like all (inside) and viewer_sees_customer(customer_id);
      end if;
    end if;
    if trim(query) ~ '^[0-9]{1,18}$' then
      return query select customer_id from customers
        where customer_id = trim(query)::bigint and not name_key like all (inside)
          and not (viewer_can_write() and length(longest) >= 3 and coalesce(lower(email), '') like all (inside))
          and viewer_sees_customer(customer_id);
    end if;
  end $$;
  revoke execute on function find_customers(text) from public;
  grant execute on function find_customers(text) to dashboard_web;
`;

// The same rule as viewer_sees_customer(), but the viewer's limits are read once for a query instead of once
// for a row: a third of the time over a whole table, and the planner no longer expects one row in 200.
const limitedByCustomer = `(
  (select viewer_role() is not null and coalesce(current_setting('app.customer_ids', true), '') = '')
  or ((select viewer_role() is not null) and customer_id = any (array(
    select unnest(string_to_array(nullif(current_setting('app.customer_ids', true), ''), ','))::bigint))))`;

const cheaperPolicies = `
  alter policy customers_read on customers using ${limitedByCustomer};
  alter policy customer_health_scores_read on customer_health_scores using ${limitedByCustomer};
`;
