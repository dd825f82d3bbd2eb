import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { worldAsOf } from "./generate-world.ts";

/** Reads every completed session, call and goal of all customers once, and counts: no more than that. */
export async function countRows(db: Database): Promise<void> {
  await sql`
    select count(*), sum(sessions_30), sum(sessions_90), max(last_at), min(first_at), sum(calls_14), count(completed)
    from customers
    left join (select customer_id, min(happened_at) as first_at, max(happened_at) as last_at,
        count(*) filter (where happened_at > ${worldAsOf}::timestamptz - interval '30 days') as sessions_30,
        count(*) filter (where happened_at > ${worldAsOf}::timestamptz - interval '90 days') as sessions_90
      from sessions where status = 'completed' and happened_at <= ${worldAsOf} and deleted_at is null
      group by customer_id) as held using (customer_id)
    ${callsAndGoals}`.execute(db);
}

/** The figures from which the five components are made, as one statement of plain SQL. */
export async function aggregateFigures(db: Database): Promise<void> {
  await sql`
    select count(*), sum(sessions_30), sum(first_rating), sum(most_frequent), max(last_at), sum(calls_14), count(completed)
    from customers
    left join (select customer_id, sum(sessions_30) as sessions_30, sum(sessions_90) as sessions_90,
        max(sessions_90) as most_frequent, max(last_at) as last_at
      from (select customer_id, tutor_id, max(happened_at) as last_at,
          count(*) filter (where happened_at > ${worldAsOf}::timestamptz - interval '30 days') as sessions_30,
          count(*) filter (where happened_at > ${worldAsOf}::timestamptz - interval '90 days') as sessions_90
        from sessions where status = 'completed' and happened_at <= ${worldAsOf} and deleted_at is null
        group by customer_id, tutor_id) as by_tutor
      group by customer_id) as held using (customer_id)
    left join (select distinct on (customer_id) customer_id, rating as first_rating
      from sessions where status = 'completed' and happened_at <= ${worldAsOf} and deleted_at is null
      order by customer_id, happened_at, session_id) as first using (customer_id)
    ${callsAndGoals}`.execute(db);
}

/** Reads what is stored with every score once, down to one figure in each. */
export async function readStoredFeatures(db: Database): Promise<void> {
  await sql`select count(*), sum((features ->> 'signedUpAtMs')::float8) from customer_health_scores
    where score is not null`.execute(db);
}

const callsAndGoals = sql`
  left join (select customer_id, count(*) as calls_14 from inbound_calls
    where called_at > ${worldAsOf}::timestamptz - interval '14 days' and called_at <= ${worldAsOf} and deleted_at is null
    group by customer_id) as calls using (customer_id)
  left join (select customer_id, max(completed_at) as completed from goals
    where is_primary and created_at <= ${worldAsOf} group by customer_id) as goals using (customer_id)`;
