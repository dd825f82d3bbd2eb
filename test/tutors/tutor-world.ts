import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/** A session as a test needs it; times in milliseconds since 1970. */
export type WorldSession = {
  id: number;
  customerId: number;
  tutorId: number;
  subject: string;
  status: "scheduled" | "completed" | "cancelled" | "no_show";
  cancelledBy: "customer" | "tutor" | null;
  scheduledMs: number;
  /** Null: at the booked time. */
  startedMs: number | null;
  endedMs: number | null;
  minutes: number | null;
  rating: number | null;
  deletedMs: number | null;
};

export const worldSubjects = ["algebra", "biology", "chemistry"];

const at = "2025-01-01T00:00:00Z";

/** Customers and tutors by their timezones, ids from 1 on, in emptied tables. */
export async function storePeople(
  db: Database,
  { customerZones, tutorZones }: { customerZones: readonly string[]; tutorZones: readonly string[] },
): Promise<void> {
  await sql`truncate customers, tutors, subjects, change_log, change_consumers, tutor_models, tutor_passes cascade`.execute(
    db,
  );
  await sql`insert into subjects (subject_code, name, created_at, updated_at)
    select code, code, ${at}, ${at} from unnest(${worldSubjects}::text[]) as code`.execute(db);
  await sql`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
      created_at, updated_at, content_hash)
    select id, 'Customer ' || id, zone, true, true, 'active', ${at}, ${at}, ${at}, gen_random_uuid()
    from unnest(${[...customerZones]}::text[]) with ordinality as made (zone, id)`.execute(db);
  await sql`insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    select id, 'Tutor ' || id, zone, 'active', ${at}, ${at}, ${at}, gen_random_uuid()
    from unnest(${[...tutorZones]}::text[]) with ordinality as made (zone, id)`.execute(db);
  await sql`insert into tutor_subjects (tutor_id, subject_code, position)
    select tutor_id, subject_code, row_number() over (partition by tutor_id order by subject_code)
    from tutors cross join subjects`.execute(db);
  await sql`insert into tutor_availability (tutor_id, position, weekday, starts, ends)
    select tutor_id, weekday, weekday, '09:00', '17:00' from tutors cross join generate_series(1, 5) as weekday`.execute(
    db,
  );
}

/** Writes sessions, new or changed, and names in the change record whom they touch, as the ingestion does. */
export async function storeSessions(db: Database, sessions: readonly WorldSession[]): Promise<void> {
  if (sessions.length === 0) return;
  const ids = sessions.map(({ id }) => id);
  const { rows: touched } = await sql<{ customer_id: number; tutor_id: number }>`
    delete from sessions where session_id = any(${ids}::bigint[]) returning customer_id, tutor_id`.execute(
    db,
  );
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  await db
    .insertInto("sessions")
    .values(
      sessions.map((session) => ({
        session_id: session.id,
        customer_id: session.customerId,
        tutor_id: session.tutorId,
        subject_code: session.subject,
        status: session.status,
        cancelled_by: session.status === "cancelled" ? session.cancelledBy : null,
        scheduled_at: new Date(session.scheduledMs),
        started_at: instant(session.startedMs),
        ended_at: instant(session.endedMs),
        duration_minutes: session.minutes,
        rating: session.rating,
        created_at: at,
        updated_at: at,
        deleted_at: instant(session.deletedMs),
      })),
    )
    .execute();
  const customers = [...touched.map((row) => row.customer_id), ...sessions.map((row) => row.customerId)];
  const tutors = [...touched.map((row) => row.tutor_id), ...sessions.map((row) => row.tutorId)];
  await sql`select append_change('sessions', ${customers}::bigint[], ${tutors}::bigint[], '{}', '{}', null)`.execute(
    db,
  );
}
