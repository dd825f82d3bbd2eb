import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/** Booked sessions of a subject in an hour, as many as `count`, with nothing else that a test would have to give. */
export type BookedSessions = {
  subject: string;
  hour: string | Date;
  count: number;
  /** Hours before the hour at which they were booked; 30 unless given. */
  leadHours?: number;
  status?: "scheduled" | "completed" | "cancelled" | "no_show";
};

/** Puts subjects into a database, as the owner. */
export async function insertSubjects(
  db: Database,
  subjects: readonly { code: string; category?: string | null; createdAt?: string }[],
): Promise<void> {
  const rows = subjects.map(({ code, category, createdAt }) => ({
    subject_code: code,
    name: `${code[0]?.toUpperCase()}${code.slice(1)}`,
    category: category ?? null,
    created_at: createdAt ?? "2020-01-01T00:00:00Z",
  }));
  await sql`insert into subjects (subject_code, name, category, created_at, updated_at)
    select subject_code, name, category, created_at, created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row(subject_code text, name text, category text, created_at timestamptz)`.execute(db);
}

/** Puts sessions into a database with one customer and one tutor, as the owner. Rollups are another step. */
export async function insertSessions(db: Database, booked: readonly BookedSessions[]): Promise<void> {
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
      created_at, updated_at, content_hash)
    values (1, 'Ada', 'America/Chicago', true, true, 'active', '2020-01-01', '2020-01-01', '2020-01-01', md5('')::uuid)
    on conflict do nothing`.execute(db);
  await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    values (1, 'Tova', 'America/Chicago', 'active', '2020-01-01', '2020-01-01', '2020-01-01', md5('')::uuid)
    on conflict do nothing`.execute(db);
  const rows = booked.map(({ subject, hour, count, leadHours, status }) => ({
    subject_code: subject,
    hour: new Date(hour).toISOString(),
    count,
    created_at: new Date(new Date(hour).getTime() - (leadHours ?? 30) * 3_600_000).toISOString(),
    status: status ?? "completed",
  }));
  await sql`
    insert into sessions (customer_id, session_id, tutor_id, subject_code, status, scheduled_at, started_at,
      duration_minutes, created_at, updated_at)
    select 1, (select coalesce(max(session_id), 0) from sessions) + row_number() over (order by row.hour, row.subject_code),
      1, row.subject_code, row.status, row.hour + interval '10 minutes',
      case when row.status = 'completed' then row.hour + interval '12 minutes' end,
      case when row.status = 'completed' then 60 end, row.created_at, row.created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row(subject_code text, hour timestamptz, count integer, created_at timestamptz, status text)
    cross join lateral generate_series(1, row.count)`.execute(db);
}

/** Sums sessions up anew, as a load in bulk does. */
export async function sumUpDemand(db: Database): Promise<void> {
  await sql`truncate demand_hour_rollups`.execute(db);
  await sql`
    insert into demand_hour_rollups (subject_code, hour, booked, open, completed, no_show, booked_minutes, booked_1h,
      booked_6h, booked_12h, booked_24h, booked_48h, booked_72h, booked_96h, booked_120h, booked_144h, booked_162h,
      booked_165h, booked_168h)
    select subject_code, hour, count(*), count(*) filter (where status = 'scheduled'),
      count(*) filter (where status = 'completed'), count(*) filter (where status = 'no_show'),
      coalesce(sum(duration_minutes), 0), ${sql.join(
        [1, 6, 12, 24, 48, 72, 96, 120, 144, 162, 165, 168].map(
          (lead) => sql`count(*) filter (where lead >= ${sql.lit(lead)})`,
        ),
      )}
    from (select *, date_bin('1 hour', scheduled_at, 'epoch') as hour,
        extract(epoch from date_bin('1 hour', scheduled_at, 'epoch') - created_at) / 3600 as lead from sessions) as live
    group by subject_code, hour`.execute(db);
}

/** Says that sessions were read until an instant. */
export async function noteSessionsRead(db: Database, at: Date | string): Promise<void> {
  await sql`insert into ingestion_runs (resource, trigger, state, started_at, finished_at)
    values ('sessions', 'schedule', 'succeeded', ${at}, ${at})`.execute(db);
}
