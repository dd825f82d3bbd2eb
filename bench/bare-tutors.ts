import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { worldAsOf } from "./generate-world.ts";

/**
 * Reads the sessions of all tutors once in plain SQL: their days, subjects, and the earliest session of each pair with its
 * customer's first. No more is done with them.
 */
export async function aggregateTutors(db: Database): Promise<void> {
  await sql`
    select count(*), sum(completed), sum(ratings), sum(firsts), sum(news)
    from (select tutor_id, day, subject_code, count(*) filter (where status = 'completed') as completed,
        count(*) filter (where status = 'no_show') as no_shows, count(*) filter (where status = 'cancelled') as cancelled,
        sum(extract(epoch from ended_at - started_at)) as seconds, sum(rating) as ratings,
        count(*) filter (where pair_number = 1 and status = 'completed') as firsts,
        count(*) filter (where customer_number = 1 and status = 'completed') as news
      from (select *, (happened_at at time zone 'America/Chicago')::date as day,
          row_number() over (partition by tutor_id, customer_id, status = 'completed' order by happened_at, session_id) as pair_number,
          row_number() over (partition by customer_id, status = 'completed' order by happened_at, session_id) as customer_number
        from sessions where happened_at <= ${worldAsOf} and deleted_at is null
          and (status in ('completed', 'no_show') or status = 'cancelled' and cancelled_by = 'tutor')) as numbered
      group by grouping sets ((tutor_id, day), (tutor_id, subject_code))) as grouped`.execute(db);
}
