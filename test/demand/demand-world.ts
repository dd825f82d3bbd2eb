import { sql } from "kysely";
import type { Database } from "#db/client.ts";

const hourMs = 3_600_000;
const longAgo = "2025-01-01T00:00:00Z";

export type MadeTutor = {
  id: number;
  name?: string;
  subjects: readonly string[];
  status?: "active" | "on_leave" | "departed";
  timezone?: string;
  /** By default every day from `starts` to `ends`. */
  starts?: string;
  ends?: string;
  utilisation?: number;
  /** Sessions taught so far, by subject. */
  taught?: Readonly<Record<string, number>>;
};

export type MadeHour = {
  subject: string;
  at: string;
  booked?: number;
  remainder?: number;
  dispersion?: number;
};

/** Empties what the tests of demand write. */
export async function emptyDemand(db: Database): Promise<void> {
  await sql`truncate subjects, tutors, customers, demand_outlook, forecast_runs, forecast_models, imbalance_episodes,
    recommendations, event_log cascade`.execute(db);
}

/** Subjects, and a forecast run and model that rows of the outlook refer to. */
export async function storeGround(db: Database, subjects: readonly string[], madeAt: string): Promise<void> {
  await sql`insert into subjects (subject_code, name, created_at, updated_at)
    select code, initcap(code), ${longAgo}, ${longAgo} from unnest(${[...subjects]}::text[]) as code`.execute(
    db,
  );
  await sql`insert into forecast_runs (run_id, kind, made_at, based_on_until, trained_from, trained_to, subjects, hours,
      duration_ms, settings_version) overriding system value
    values (1, 'manual', ${madeAt}, ${madeAt}, ${longAgo}, ${madeAt}, 1, 168, 1, 1)`.execute(db);
  await sql`insert into forecast_models (model_id, kind, parameters, trained_from, trained_to) overriding system value
    values (1, 'test', '{}', ${longAgo}, ${madeAt})`.execute(db);
}

export async function storeTutors(db: Database, tutors: readonly MadeTutor[]): Promise<void> {
  for (const tutor of tutors) {
    const { id, name = `Tutor ${id}`, status = "active", timezone = "UTC" } = tutor;
    const { starts = "17:00", ends = "21:00", utilisation = 0.6, taught = {} } = tutor;
    await sql`insert into tutors (tutor_id, name, timezone, status, hourly_rate, hired_at, created_at, updated_at, content_hash)
      values (${id}, ${name}, ${timezone}, ${status}, 40, ${longAgo}, ${longAgo}, ${longAgo}, gen_random_uuid())`.execute(
      db,
    );
    await sql`insert into tutor_subjects (tutor_id, subject_code, position)
      select ${id}, code, place from unnest(${[...tutor.subjects]}::text[]) with ordinality as taught (code, place)`.execute(
      db,
    );
    await sql`insert into tutor_availability (tutor_id, position, weekday, starts, ends)
      select ${id}, weekday, weekday, ${starts}, ${ends} from generate_series(0, 6) as weekday`.execute(db);
    await sql`insert into tutor_performance (tutor_id, utilisation, computed_at) values (${id}, ${utilisation}, ${longAgo})`.execute(
      db,
    );
    for (const [subject, sessions] of Object.entries(taught))
      await sql`insert into tutor_subject_performance (tutor_id, subject_code, sessions, computed_at)
        values (${id}, ${subject}, ${sessions}, ${longAgo})`.execute(db);
  }
}

/** Puts hours into the outlook, or new demand into hours that are there. */
export async function storeOutlook(
  db: Database,
  hours: readonly MadeHour[],
  computedAt = "2026-05-04T00:00:00Z",
): Promise<void> {
  for (const { subject, at, booked = 0, remainder = 0, dispersion = 0.1 } of hours) {
    const mean = booked + remainder;
    await sql`insert into demand_outlook (subject_code, hour, run_id, model_id, made_at, computed_at, demand_mean,
        demand_median, demand_lower, demand_upper, remainder_mean, dispersion, whole_mean, whole_dispersion, booked,
        mean_without_override, reference_mean, reference_lower, reference_upper)
      values (${subject}, ${at}, 1, 1, ${computedAt}, ${computedAt}, ${mean}, ${Math.round(mean)}, 0, ${2 * mean + 3},
        ${remainder}, ${dispersion}, ${mean}, ${dispersion}, ${booked}, ${mean}, ${mean}, 0, ${2 * mean + 3})
      on conflict (subject_code, hour) do update set demand_mean = excluded.demand_mean, booked = excluded.booked,
        remainder_mean = excluded.remainder_mean, computed_at = excluded.computed_at`.execute(db);
  }
}

export async function storeBookings(
  db: Database,
  bookings: readonly {
    id: number;
    tutor: number;
    subject: string;
    at: string;
    minutes?: number;
    status?: string;
  }[],
): Promise<void> {
  await sql`insert into customers (customer_id, name, timezone, monthly_spend, email_consent, phone_consent, status,
      signed_up_at, created_at, updated_at, content_hash)
    values (1, 'Customer', 'UTC', 200, true, true, 'active', ${longAgo}, ${longAgo}, ${longAgo}, gen_random_uuid())
    on conflict do nothing`.execute(db);
  for (const { id, tutor, subject, at, minutes = 60, status = "scheduled" } of bookings)
    await sql`insert into sessions (customer_id, session_id, tutor_id, subject_code, status, scheduled_at, duration_minutes,
        created_at, updated_at)
      values (1, ${id}, ${tutor}, ${subject}, ${status}, ${at}, ${minutes}, ${longAgo}, ${longAgo})`.execute(
      db,
    );
}

/** The hours from one instant on, an hour apart. */
export function hoursFrom(at: string, count: number): string[] {
  return Array.from({ length: count }, (_, hour) => new Date(Date.parse(at) + hour * hourMs).toISOString());
}
