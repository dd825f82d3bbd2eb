import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { TutorRecord } from "#sources/source.ts";
import { arrayLiteral } from "./array-literal.ts";

type Entry<T> = { tutorId: number; position: number; value: T };

/** Replaces subjects, availability and time off of the staged tutors that are new or changed. */
export async function replaceTutorLists(trx: Trx, tutors: readonly TutorRecord[]): Promise<void> {
  for (const table of ["tutor_subjects", "tutor_availability", "tutor_time_off"]) {
    await sql`delete from ${sql.table(table)} list using staged_tutors staged
      where staged.action = 'update' and list.tutor_id = staged.tutor_id`.execute(trx);
  }
  await insertSubjects(trx, tutors);
  await insertAvailability(trx, tutors);
  await insertTimeOff(trx, tutors);
}

function entries<T>(
  tutors: readonly TutorRecord[],
  listOf: (tutor: TutorRecord) => readonly T[],
): Entry<T>[] {
  return tutors.flatMap((tutor) =>
    listOf(tutor).map((value, position) => ({ tutorId: tutor.id, position, value })),
  );
}

const isWritten = sql`join staged_tutors staged using (tutor_id) where staged.action in ('insert', 'update')`;

async function insertSubjects(trx: Trx, tutors: readonly TutorRecord[]): Promise<void> {
  const rows = entries(tutors, (tutor) => tutor.subjectCodes);
  if (rows.length === 0) return;
  const codes = [...new Set(rows.map((row) => row.value))].sort();
  await sql`
    insert into subjects (subject_code, name, is_described)
    select code, code, false from unnest(${arrayLiteral(codes, (code) => code)}::text[]) as seen(code)
    where not exists (select from subjects where subject_code = code)
    order by code
    on conflict (subject_code) do nothing`.execute(trx);
  await sql`
    insert into tutor_subjects (tutor_id, subject_code, position)
    select incoming.* from unnest(
      ${arrayLiteral(rows, (row) => row.tutorId)}::bigint[], ${arrayLiteral(rows, (row) => row.value)}::text[],
      ${arrayLiteral(rows, (row) => row.position)}::smallint[]) as incoming(tutor_id, subject_code, position)
    ${isWritten}`.execute(trx);
}

async function insertAvailability(trx: Trx, tutors: readonly TutorRecord[]): Promise<void> {
  const rows = entries(tutors, (tutor) => tutor.availability);
  if (rows.length === 0) return;
  await sql`
    insert into tutor_availability (tutor_id, position, weekday, starts, ends)
    select incoming.* from unnest(
      ${arrayLiteral(rows, (row) => row.tutorId)}::bigint[], ${arrayLiteral(rows, (row) => row.position)}::smallint[],
      ${arrayLiteral(rows, (row) => row.value.weekday)}::smallint[],
      ${arrayLiteral(rows, (row) => row.value.starts)}::text[],
      ${arrayLiteral(rows, (row) => row.value.ends)}::text[]) as incoming(tutor_id, position, weekday, starts, ends)
    ${isWritten}`.execute(trx);
}

async function insertTimeOff(trx: Trx, tutors: readonly TutorRecord[]): Promise<void> {
  const rows = entries(tutors, (tutor) => tutor.timeOff);
  if (rows.length === 0) return;
  await sql`
    insert into tutor_time_off (tutor_id, position, starts_at, ends_at)
    select incoming.* from unnest(
      ${arrayLiteral(rows, (row) => row.tutorId)}::bigint[], ${arrayLiteral(rows, (row) => row.position)}::smallint[],
      ${arrayLiteral(rows, (row) => row.value.startsAt)}::timestamptz[],
      ${arrayLiteral(rows, (row) => row.value.endsAt)}::timestamptz[])
      as incoming(tutor_id, position, starts_at, ends_at)
    ${isWritten}`.execute(trx);
}
