import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/** Days of sessions over which a session's worth is taken, and hours for which it is kept. */
const valueDays = 28;
const keptHours = 24;
const daysOfMonth = 365.25 / 12;

/**
 * What a session of each subject brings in, in cents: the monthly spend of its customers, in proportion to the sessions that
 * each held in the last 28 days, by sessions. Where no customer of the subject has a spend: what its tutors take an hour,
 * which is less than a session brings. Where nothing is known it is 0. Worked out once a day.
 */
export async function sessionValues(
  db: Database,
  subjects: readonly string[],
  asOf: Date,
): Promise<Map<string, number>> {
  const known = await read(db, asOf);
  if (subjects.some((subject) => !known.has(subject))) {
    await refresh(db, asOf);
    return await read(db, asOf);
  }
  return known;
}

async function read(db: Database, asOf: Date): Promise<Map<string, number>> {
  const { rows } = await sql<{ subject_code: string; cents: number }>`
    select subject_code, cents from subject_session_values
    where computed_at > ${asOf}::timestamptz - make_interval(hours => ${keptHours}) and computed_at <= ${asOf}`.execute(
    db,
  );
  return new Map(rows.map(({ subject_code, cents }) => [subject_code, cents]));
}

async function refresh(db: Database, asOf: Date): Promise<void> {
  await sql`
    with held as (
      select customer_id, subject_code, count(*) as sessions from sessions
      where status = 'completed' and deleted_at is null and happened_at <= ${asOf}
        and happened_at > ${asOf}::timestamptz - make_interval(days => ${valueDays})
      group by customer_id, subject_code
    ), totals as (
      select customer_id, sum(sessions) as sessions from held group by customer_id
    ), spent as (
      select held.subject_code, sum(held.sessions) as sessions,
        sum(held.sessions * customers.monthly_spend / totals.sessions) * ${valueDays / daysOfMonth}::float8
          / sum(held.sessions) as amount
      from held join totals using (customer_id) join customers using (customer_id)
      where customers.monthly_spend > 0 group by held.subject_code
    ), rates as (
      select subject_code, avg(hourly_rate) as amount from tutor_subjects join tutors using (tutor_id)
      where hourly_rate > 0 and status = 'active' and deleted_at is null group by subject_code
    )
    insert into subject_session_values (subject_code, cents, basis, sessions, computed_at)
    select subjects.subject_code, round(coalesce(spent.amount, rates.amount, 0) * 100),
      case when spent.amount is not null then 'spend' when rates.amount is not null then 'rate' else 'unknown' end,
      coalesce(spent.sessions, 0), ${asOf}
    from subjects left join spent using (subject_code) left join rates using (subject_code)
    on conflict (subject_code) do update set cents = excluded.cents, basis = excluded.basis,
      sessions = excluded.sessions, computed_at = excluded.computed_at`.execute(db);
}
