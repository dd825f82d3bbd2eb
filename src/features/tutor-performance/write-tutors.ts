import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { TutorAssessment } from "./assess-tutor.ts";
import { dateOfDay } from "./business-calendar.ts";
import { measure } from "./measures.ts";
import type { TutorPeriod } from "./periods.ts";
import { assignments, names, replaceDiffering, sentRows } from "./sent-rows.ts";
import type { SubjectStanding } from "./subject-standing.ts";
import { tutorColumns, tutorRow } from "./tutor-row.ts";

export type WrittenTutor = { assessment: TutorAssessment; hash: string };

type WriteGround = { asOf: Date; day: number; version: number };

/** Writes the rows of tutors; rank, percentile and badge are left to the comparison of all. */
export async function writeTutorRows(
  trx: Trx,
  tutors: readonly WrittenTutor[],
  { asOf, day, version }: WriteGround,
): Promise<void> {
  const columns = { ...tutorColumns, content_hash: "uuid" };
  const rows = tutors.map(({ assessment, hash }) => ({ ...tutorRow(assessment), content_hash: hash }));
  await sql`
    insert into tutor_performance (${names(columns)}, model_day, settings_version, computed_at)
    select ${names(columns)}, ${dateOfDay(day)}::date, ${version}::int, ${asOf}::timestamptz from ${sentRows(rows, columns)}
    on conflict (tutor_id) do update set ${assignments(columns, ["tutor_id"])}, model_day = excluded.model_day,
      settings_version = excluded.settings_version, computed_at = excluded.computed_at`.execute(trx);
}

const periodColumns = {
  tutor_id: "bigint",
  period: "text",
  starts_on: "date",
  first_sessions: "int",
  first_sessions_rated: "int",
  first_session_successes: "int",
  first_expected: "float8",
  sessions: "int",
  rated: "int",
  rating_sum: "numeric",
  ratings: "int[]",
  hours_taught: "float8",
  no_shows: "int",
  cancelled_by_tutor: "int",
};

function periodRow(tutorId: number, { period, startsOn, counts }: TutorPeriod) {
  const { rated, meanRating, hoursTaught } = measure(counts);
  return {
    tutor_id: tutorId,
    period,
    starts_on: startsOn,
    first_sessions: counts.firstSessions,
    first_sessions_rated: counts.firstRated,
    first_session_successes: counts.firstSuccesses,
    first_expected: counts.firstExpected,
    sessions: counts.completed,
    rated,
    // Ratings are halves: their sum is exact.
    rating_sum: Math.round((meanRating ?? 0) * rated * 2) / 2,
    ratings: counts.ratings,
    hours_taught: hoursTaught,
    no_shows: counts.noShows,
    cancelled_by_tutor: counts.cancelledByTutor,
  };
}

const subjectColumns = {
  tutor_id: "bigint",
  subject_code: "text",
  first_sessions: "int",
  first_sessions_rated: "int",
  first_session_successes: "int",
  first_expected: "float8",
  sessions: "int",
  rated: "int",
  rating_sum: "numeric",
  benchmark: "float8",
  certainty_below_benchmark: "float8",
  standing: "text",
};

function subjectRow(tutorId: number, { counts, benchmark, certaintyBelow, standing }: SubjectStanding) {
  return {
    tutor_id: tutorId,
    subject_code: counts.subjectCode,
    first_sessions: counts.firstSessions,
    first_sessions_rated: counts.firstRated,
    first_session_successes: counts.firstSuccesses,
    first_expected: counts.firstExpected,
    sessions: counts.completed,
    rated: counts.rated,
    rating_sum: counts.ratingSum,
    benchmark,
    certainty_below_benchmark: certaintyBelow,
    standing,
  };
}

/** Brings the weeks and months of the tutors to what was computed; answers the number of rows that were others. */
export async function writePeriods(trx: Trx, tutors: readonly WrittenTutor[]): Promise<number> {
  const rows = tutors.flatMap(({ assessment: { tutorId, periods } }) =>
    periods.map((period) => periodRow(tutorId, period)),
  );
  return await replaceDiffering(trx, idsOf(tutors), {
    table: "tutor_performance_periods",
    columns: periodColumns,
    keys: ["tutor_id", "period", "starts_on"],
    rows,
    stamp: null,
  });
}

/** The same for the subjects of the tutors. */
export async function writeSubjects(trx: Trx, tutors: readonly WrittenTutor[], asOf: Date): Promise<number> {
  const rows = tutors.flatMap(({ assessment: { tutorId, subjects } }) =>
    subjects.map((subject) => subjectRow(tutorId, subject)),
  );
  return await replaceDiffering(trx, idsOf(tutors), {
    table: "tutor_subject_performance",
    columns: subjectColumns,
    keys: ["tutor_id", "subject_code"],
    rows,
    stamp: asOf,
  });
}

const idsOf = (tutors: readonly WrittenTutor[]) => tutors.map(({ assessment }) => assessment.tutorId);

/** Forgets tutors that the source has no more. */
export async function removeTutors(trx: Trx, tutorIds: readonly number[]): Promise<number> {
  if (tutorIds.length === 0) return 0;
  const ids = sql`any(${tutorIds}::bigint[])`;
  await sql`delete from tutor_performance_periods where tutor_id = ${ids}`.execute(trx);
  await sql`delete from tutor_subject_performance where tutor_id = ${ids}`.execute(trx);
  await sql`delete from tutor_anomalies where tutor_id = ${ids}`.execute(trx);
  const { numAffectedRows } = await sql`delete from tutor_performance where tutor_id = ${ids}`.execute(trx);
  return Number(numAffectedRows ?? 0);
}
