import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { StoredCounts } from "./tutor-measures.ts";

/** What the list shows of a tutor. All of a tutor's measures are null until they are first computed. */
export type TutorRow = {
  tutor_id: number;
  name: string;
  status: string;
  first_sessions: number | null;
  first_sessions_rated: number | null;
  first_session_successes: number | null;
  expected_success: number | null;
  shrunken_success: number | null;
  rank: number | null;
  percentile: number | null;
  badge: string | null;
  mean_rating: number | null;
  rated: number | null;
  trend_long: unknown;
  flags: unknown;
  raised_flags: string[] | null;
  utilisation: number | null;
  computed_at: Date | null;
};

const rowColumns = sql`t.tutor_id, t.name, t.status, p.first_sessions, p.first_sessions_rated,
  p.first_session_successes, p.expected_success, p.shrunken_success, p.rank, p.percentile, p.badge, p.mean_rating,
  p.rated, p.trend_long, p.flags, p.raised_flags, p.utilisation, p.computed_at`;

/** The rows of these tutors, in the order of `ids`. */
export async function readTutorRows(trx: Trx, ids: readonly number[]): Promise<TutorRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<TutorRow>`
    select ${rowColumns} from unnest(${ids}::bigint[]) with ordinality as wanted(tutor_id, place)
      join tutors as t using (tutor_id) left join tutor_performance as p using (tutor_id)
    order by place`.execute(trx);
  return rows;
}

/** Tutors with these ranks or better, by rank and name, and how many have a rank and how many not yet. */
export async function readLeaders(trx: Trx, places: number, limit: number) {
  const present = sql`t.deleted_at is null and t.status <> 'departed'`;
  const { rows } = await sql<TutorRow>`
    select ${rowColumns} from tutor_performance as p join tutors as t using (tutor_id)
    where p.rank <= ${places} and ${present} order by p.rank, t.name, tutor_id limit ${limit}`.execute(trx);
  const counted = await sql<{ ranked: number; not_ranked: number }>`
    select count(p.rank)::int as ranked, count(*)::int - count(p.rank)::int as not_ranked
    from tutors as t left join tutor_performance as p using (tutor_id) where ${present}`.execute(trx);
  return { rows, ...(counted.rows[0] ?? { ranked: 0, not_ranked: 0 }) };
}

export type TutorProfileRow = TutorRow &
  Omit<StoredCounts, "rating_sum"> & {
    email: string | null;
    timezone: string;
    hired_at: Date;
    trend_short: unknown;
    hours_available_28d: number | null;
    hours_taught_28d: number | null;
  };

/** One tutor with profile and measures, or undefined where there is none. */
export async function readTutor(trx: Trx, id: number): Promise<TutorProfileRow | undefined> {
  const { rows } = await sql<TutorProfileRow>`
    select ${rowColumns}, t.email, t.timezone, t.hired_at, p.trend_short, p.hours_available_28d, p.hours_taught_28d,
      coalesce(p.first_expected, 0) as first_expected, coalesce(p.sessions, 0) as sessions,
      coalesce(p.hours_taught, 0) as hours_taught, coalesce(p.no_shows, 0) as no_shows,
      coalesce(p.cancelled_by_tutor, 0) as cancelled_by_tutor
    from tutors as t left join tutor_performance as p using (tutor_id)
    where t.tutor_id = ${id} and t.deleted_at is null`.execute(trx);
  return rows[0];
}

/** Whether there is such a tutor. */
export async function tutorExists(trx: Trx, id: number): Promise<boolean> {
  const row = await trx
    .selectFrom("tutors")
    .select("tutor_id")
    .where("tutor_id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function readOffered(trx: Trx, id: number) {
  return await trx
    .selectFrom("tutor_subjects")
    .innerJoin("subjects", "subjects.subject_code", "tutor_subjects.subject_code")
    .select(["subjects.subject_code as code", "subjects.name"])
    .where("tutor_id", "=", id)
    .orderBy("position")
    .execute();
}

export async function readWeeklyHours(trx: Trx, id: number) {
  return await trx
    .selectFrom("tutor_availability")
    .select(["weekday", "starts", "ends"])
    .where("tutor_id", "=", id)
    .orderBy("weekday")
    .orderBy("starts")
    .execute();
}

export type PeriodRow = StoredCounts & { starts_on: string };

/** The newest weeks or months of a tutor, newest first. */
export async function readPeriods(
  trx: Trx,
  id: number,
  period: "week" | "month",
  limit: number,
): Promise<PeriodRow[]> {
  return await trx
    .selectFrom("tutor_performance_periods")
    .select([
      "starts_on",
      "first_sessions",
      "first_sessions_rated",
      "first_session_successes",
      "first_expected",
    ])
    .select(["sessions", "rated", "rating_sum", "hours_taught", "no_shows", "cancelled_by_tutor"])
    .where("tutor_id", "=", id)
    .where("period", "=", period)
    .orderBy("starts_on", "desc")
    .limit(limit)
    .execute();
}

/** A tutor's subjects with their benchmarks, those with the most rated first sessions first. */
export async function readSubjects(trx: Trx, id: number) {
  return await trx
    .selectFrom("tutor_subject_performance as p")
    .innerJoin("subjects as s", "s.subject_code", "p.subject_code")
    .leftJoin("subject_benchmarks as b", "b.subject_code", "p.subject_code")
    .select([
      "p.subject_code",
      "s.name",
      "p.first_sessions_rated",
      "p.first_session_successes",
      "p.first_expected",
    ])
    .select([
      "p.benchmark",
      "p.certainty_below_benchmark",
      "p.standing",
      "p.sessions",
      "p.rated",
      "p.rating_sum",
    ])
    .select("b.mean_rating as benchmark_rating")
    .where("p.tutor_id", "=", id)
    .orderBy("p.first_sessions_rated", "desc")
    .orderBy("s.name")
    .execute();
}

/** The newest anomalies of a tutor: open ones, then those that have ended. */
export async function readAnomalies(trx: Trx, id: number, limit: number) {
  return await trx
    .selectFrom("tutor_anomalies")
    .select(["measure", "week", "note", "state", "ending", "opened_at", "closed_at", "p_value"])
    .where("tutor_id", "=", id)
    .orderBy(sql`state = 'open'`, "desc")
    .orderBy("week", "desc")
    .orderBy("measure")
    .limit(limit)
    .execute();
}

/** A place in a list that runs from the newest to the oldest; `at` as the database writes it. */
export type TimePlace = { at: string; id: number };

export type SessionRow = {
  session_id: number;
  customer_id: number;
  customer: string;
  subject_code: string;
  subject: string;
  status: string;
  cancelled_by: string | null;
  happened_at: Date;
  happened_at_text: string;
  duration_minutes: number | null;
  rating: number | null;
  is_first: boolean;
};

/** A tutor's sessions with customers whom the viewer may see, newest (and so also booked ones) first, as known as of `asOf`. */
export async function readSessions(
  trx: Trx,
  id: number,
  asOf: Date,
  place: TimePlace | null,
  limit: number,
): Promise<SessionRow[]> {
  const begin: RawBuilder<unknown> = place
    ? sql`(s.happened_at, s.session_id) < (${place.at}::timestamptz, ${place.id}::bigint)`
    : sql`true`;
  const { rows } = await sql<SessionRow>`
    select s.session_id, s.customer_id, c.name as customer, s.subject_code, u.name as subject, s.status,
      s.cancelled_by, s.happened_at, s.happened_at::text as happened_at_text, s.duration_minutes, s.rating,
      s.status = 'completed' and not exists (select from sessions as e where e.customer_id = s.customer_id
        and e.tutor_id = s.tutor_id and e.status = 'completed' and e.deleted_at is null
        and (e.happened_at, e.session_id) < (s.happened_at, s.session_id)) as is_first
    from sessions as s join customers as c using (customer_id) join subjects as u using (subject_code)
    where s.tutor_id = ${id} and s.deleted_at is null and s.created_at <= ${asOf} and ${begin}
    order by s.happened_at desc, s.session_id desc limit ${limit}`.execute(trx);
  return rows;
}

/** How many of these there are. */
export async function countSessions(trx: Trx, id: number, asOf: Date): Promise<number> {
  const { rows } = await sql<{ sessions: number }>`
    select count(*)::int as sessions from sessions
    where tutor_id = ${id} and deleted_at is null and created_at <= ${asOf}`.execute(trx);
  return rows[0]?.sessions ?? 0;
}

/** Subjects that some tutor offers, by name. */
export async function readOfferedByAnybody(trx: Trx): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    select subject_code as code, name from subjects as s
    where exists (select from tutor_subjects where tutor_subjects.subject_code = s.subject_code)
    order by name, subject_code`.execute(trx);
  return rows;
}
