import { type RawBuilder, sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { Interval, WeeklyHours } from "#domain/time/availability.ts";
import type { SupplyTutor } from "./compute-capacity.ts";
import type { Booking } from "./tutor-hours.ts";

/** No session runs longer: one that began earlier is over by the window's first hour. */
const longestHours = 6;

type Window = {
  asOf: Date;
  from: Date;
  to: Date;
  sessionMinutes: number;
  /** These tutors alone. */
  only?: readonly number[];
};

const selected = (only: readonly number[] | undefined) => (column: RawBuilder<unknown>) =>
  only === undefined ? sql`true` : sql`${column} = any(${[...only]}::bigint[])`;

type TutorRow = {
  tutor_id: number;
  timezone: string;
  subjects: string[];
  weekly: WeeklyHours[] | null;
  time_off: Interval[] | null;
  utilisation: number | null;
};

/** Active tutors as of an instant, with their hours, time off and what they are booked for around the window. */
export async function readSupply(db: Database | Trx, window: Window): Promise<SupplyTutor[]> {
  const { asOf, from, to } = window;
  const only = selected(window.only);
  const { rows } = await sql<TutorRow>`
    select t.tutor_id, t.timezone, p.utilisation,
      array(select subject_code from tutor_subjects s where s.tutor_id = t.tutor_id order by position) as subjects,
      (select jsonb_agg(jsonb_build_object('weekday', weekday, 'starts', starts, 'ends', ends) order by position)
        from tutor_availability a where a.tutor_id = t.tutor_id) as weekly,
      (select jsonb_agg(jsonb_build_object('startMs', (date_part('epoch', starts_at) * 1000)::bigint,
          'endMs', (date_part('epoch', ends_at) * 1000)::bigint) order by starts_at)
        from tutor_time_off o where o.tutor_id = t.tutor_id and starts_at < ${to} and ends_at > ${from}) as time_off
    from tutors t left join tutor_performance p using (tutor_id)
    where t.status = 'active' and t.created_at <= ${asOf} and (t.deleted_at is null or t.deleted_at > ${asOf})
      and ${only(sql`t.tutor_id`)}
    order by t.tutor_id`.execute(db);
  const bookings = await readBookings(db, window);
  return rows.map((row) => ({
    tutorId: row.tutor_id,
    timezone: row.timezone,
    subjects: row.subjects,
    weekly: row.weekly ?? [],
    timeOff: row.time_off ?? [],
    utilisation: row.utilisation,
    bookings: bookings.get(row.tutor_id) ?? [],
  }));
}

/** Open sessions by tutor. One whose length is not known lasts as long as a usual one. */
async function readBookings(
  db: Database | Trx,
  { asOf, from, to, sessionMinutes, only }: Window,
): Promise<Map<number, Booking[]>> {
  const { rows } = await sql<{ tutor_id: number; subject_code: string; start_ms: number; minutes: number }>`
    select tutor_id, subject_code, (date_part('epoch', scheduled_at) * 1000)::bigint as start_ms,
      coalesce(duration_minutes, ${sessionMinutes}) as minutes
    from sessions
    where status in ('scheduled', 'in_progress') and deleted_at is null and created_at <= ${asOf}
      and happened_at >= ${from}::timestamptz - make_interval(hours => ${longestHours}) and happened_at < ${to} and ${selected(only)(sql`tutor_id`)}
    order by scheduled_at, session_id`.execute(db);
  const byTutor = new Map<number, Booking[]>();
  for (const { tutor_id, subject_code: subject, start_ms: startMs, minutes } of rows) {
    const bookings = byTutor.get(tutor_id);
    const booking = { subject, startMs, endMs: startMs + minutes * 60_000 };
    if (bookings) bookings.push(booking);
    else byTutor.set(tutor_id, [booking]);
  }
  return byTutor;
}
