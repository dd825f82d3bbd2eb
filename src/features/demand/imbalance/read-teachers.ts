import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { readSupply } from "../capacity/read-supply.ts";
import type { Teacher } from "./find-openers.ts";

type Window = { asOf: Date; from: Date; to: Date; sessionMinutes: number };

/** By subject, active tutors who offer it or have taught it, with their hours and bookings in the window. */
export async function readTeachers(
  db: Database,
  subjects: readonly string[],
  window: Window,
): Promise<Map<string, Teacher[]>> {
  const { rows } = await sql<{ tutor_id: number; subject_code: string; name: string; taught: number }>`
    select tutor_id, subject_code, tutors.name, coalesce(max(taught.sessions), 0) as taught
    from (
      select tutor_id, subject_code, 0 as sessions from tutor_subjects where subject_code = any(${[...subjects]}::text[])
      union all
      select tutor_id, subject_code, sessions from tutor_subject_performance
      where subject_code = any(${[...subjects]}::text[])
    ) as taught join tutors using (tutor_id)
    where tutors.status = 'active' and tutors.deleted_at is null
    group by tutor_id, subject_code, tutors.name order by tutor_id`.execute(db);
  const only = [...new Set(rows.map(({ tutor_id }) => tutor_id))];
  const tutors = new Map((await readSupply(db, { ...window, only })).map((tutor) => [tutor.tutorId, tutor]));
  const bySubject = new Map<string, Teacher[]>();
  for (const { tutor_id, subject_code, name, taught } of rows) {
    const tutor = tutors.get(tutor_id);
    if (tutor === undefined) continue;
    const teacher = { ...tutor, name, taught };
    const teachers = bySubject.get(subject_code);
    if (teachers) teachers.push(teacher);
    else bySubject.set(subject_code, [teacher]);
  }
  return bySubject;
}
