import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { TutorAssessment } from "./assess-tutor.ts";
import { dateOfDay } from "./business-calendar.ts";
import { describeAnomaly, type FollowedAnomaly } from "./follow-anomalies.ts";
import { measure } from "./measures.ts";
import type { TutorPeriod } from "./periods.ts";
import type { FlagChange } from "./stored-flags.ts";
import type { SubjectStanding } from "./subject-standing.ts";
import { tutorColumns, tutorRow } from "./tutor-row.ts";

export type WrittenTutor = { assessment: TutorAssessment; hash: string };

type WriteGround = { asOf: Date; day: number; version: number };

/** Rows sent as one JSON text and read back as a table of the named columns. */
function sentRows(rows: readonly object[], columns: Record<string, string>): RawBuilder<unknown> {
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as sent(${sql.raw(typed.join(", "))})`;
}

const names = (columns: Record<string, string>, prefix = "") =>
  sql.raw(
    Object.keys(columns)
      .map((name) => prefix + name)
      .join(", "),
  );

const assignments = (columns: Record<string, string>, keys: readonly string[]) =>
  sql.raw(
    Object.keys(columns)
      .filter((name) => !keys.includes(name))
      .map((name) => `${name} = excluded.${name}`)
      .join(", "),
  );

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
  return await replaceDiffering(trx, tutors, {
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
  return await replaceDiffering(trx, tutors, {
    table: "tutor_subject_performance",
    columns: subjectColumns,
    keys: ["tutor_id", "subject_code"],
    rows,
    stamp: asOf,
  });
}

type Replacement = {
  table: string;
  columns: Record<string, string>;
  keys: readonly string[];
  rows: readonly object[];
  /** Written as computed_at of rows that differ, where the table has it. */
  stamp: Date | null;
};

// Equal rows are not touched: of hundreds of weeks of a tutor, one or two change.
async function replaceDiffering(trx: Trx, tutors: readonly WrittenTutor[], to: Replacement): Promise<number> {
  const ids = tutors.map(({ assessment }) => assessment.tutorId);
  const table = sql.ref(to.table);
  const isSame = sql.raw(to.keys.map((key) => `stored.${key} = sent.${key}`).join(" and "));
  const stampColumn = sql.raw(to.stamp === null ? "" : ", computed_at");
  const stampValue = to.stamp === null ? sql`` : sql`, ${to.stamp}::timestamptz`;
  const stampSet = sql.raw(to.stamp === null ? "" : ", computed_at = excluded.computed_at");
  const { rows } = await sql<{ written: number }>`
    with sent as materialized (select * from ${sentRows(to.rows, to.columns)}),
    removed as (
      delete from ${table} stored where tutor_id = any(${ids}::bigint[])
        and not exists (select from sent where ${isSame}) returning 1
    ), written as (
      insert into ${table} (${names(to.columns)}${stampColumn})
      select ${names(to.columns, "sent.")}${stampValue} from sent
      left join (select * from ${table} where tutor_id = any(${ids}::bigint[])) stored on ${isSame}
      where (${names(to.columns, "stored.")}) is distinct from (${names(to.columns, "sent.")})
      on conflict (${sql.raw(to.keys.join(", "))}) do update set ${assignments(to.columns, to.keys)}${stampSet}
      returning 1
    )
    select (select count(*) from removed) + (select count(*) from written) as written`.execute(trx);
  return rows[0]?.written ?? 0;
}

/** Notes which flags came to be shown and which fell. */
export async function appendFlagChanges(trx: Trx, changes: readonly FlagChange[], asOf: Date): Promise<void> {
  if (changes.length === 0) return;
  await trx
    .insertInto("tutor_flag_changes")
    .values(
      changes.map(({ tutorId, code, change, certainty }) => ({
        tutor_id: tutorId,
        code,
        change,
        certainty,
        happened_at: asOf,
      })),
    )
    .execute();
}

const anomalyColumns = {
  tutor_id: "bigint",
  measure: "text",
  week: "date",
  value: "float8",
  expected: "float8",
  sessions: "int",
  p_value: "float8",
  state: "text",
  ending: "text",
  note: "text",
};

/** Opens, updates and closes anomalies. */
export async function writeAnomalies(
  trx: Trx,
  anomalies: readonly { tutorId: number; anomaly: FollowedAnomaly }[],
  asOf: Date,
): Promise<void> {
  if (anomalies.length === 0) return;
  const rows = anomalies.map(({ tutorId, anomaly }) => ({
    tutor_id: tutorId,
    measure: anomaly.measure,
    week: dateOfDay(anomaly.weekDay),
    value: anomaly.value,
    expected: anomaly.expected,
    sessions: anomaly.sessions,
    p_value: anomaly.pValue,
    state: anomaly.state,
    ending: anomaly.ending,
    note: describeAnomaly(anomaly),
  }));
  await sql`
    insert into tutor_anomalies (${names(anomalyColumns)}, opened_at, closed_at)
    select ${names(anomalyColumns)}, ${asOf}::timestamptz, case when state = 'closed' then ${asOf}::timestamptz end
    from ${sentRows(rows, anomalyColumns)}
    on conflict (tutor_id, measure, week) do update set ${assignments(anomalyColumns, ["tutor_id", "measure", "week"])},
      opened_at = case when tutor_anomalies.state = 'closed' and excluded.state = 'open'
        then excluded.opened_at else tutor_anomalies.opened_at end,
      closed_at = excluded.closed_at`.execute(trx);
}

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
