import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { NewEvent } from "#platform/live/event.ts";
import { type AssessmentGround, assessTutor } from "./assess-tutor.ts";
import { toTutor } from "./read-tutors.ts";
import type { RecordsRow } from "./records-query.ts";
import { selectedTutors, type TutorSelection } from "./sessions-query.ts";
import { hashOfTutor } from "./tutor-row.ts";
import { appendFlagChanges, writeAnomalies } from "./write-signals.ts";
import {
  removeTutors,
  type WrittenTutor,
  writePeriods,
  writeSubjects,
  writeTutorRows,
} from "./write-tutors.ts";

/** Above so many changed tutors in one transaction, one event stands for all. */
const eventsAtMost = 200;

/** With what a pass computes. */
export type PassGround = AssessmentGround & { version: number };

/** Assesses tutors and keeps those whose stored rows would be others. */
export function findChanged(rows: readonly RecordsRow[], ground: PassGround): WrittenTutor[] {
  const changed: WrittenTutor[] = [];
  for (const row of rows) {
    const { records, stored } = toTutor(row);
    const assessment = assessTutor(records, stored, ground);
    const hash = hashOfTutor(assessment, [ground.version, ground.moment.day]);
    if (hash !== stored.hash || assessment.anomalies.length > 0) changed.push({ assessment, hash });
  }
  return changed;
}

/** Stores what differs. Events are left to the caller, who appends them last. Answers the number of rows written. */
export async function saveChanged(
  trx: Trx,
  changed: readonly WrittenTutor[],
  { moment, version }: PassGround,
): Promise<number> {
  if (changed.length === 0) return 0;
  const { asOf, day } = moment;
  await writeTutorRows(trx, changed, { asOf, day, version });
  const periods = await writePeriods(trx, changed);
  const subjects = await writeSubjects(trx, changed, asOf);
  await appendFlagChanges(
    trx,
    changed.flatMap(({ assessment }) => assessment.flagChanges),
    asOf,
  );
  const anomalies = changed.flatMap(({ assessment: { tutorId, anomalies: found } }) =>
    found.map((anomaly) => ({ tutorId, anomaly })),
  );
  await writeAnomalies(trx, anomalies, asOf);
  return changed.length + periods + subjects + anomalies.length;
}

/** Removes what is stored of selected tutors who are not among those that are present: the source has them no more. */
export async function removeAbsent(
  trx: Trx,
  selection: TutorSelection,
  present: readonly number[],
): Promise<number[]> {
  const { rows } = await sql<{ tutor_id: number }>`
    select tutor_id from tutor_performance where ${selectedTutors("tutor_id", selection)}
      and tutor_id <> all(${present}::bigint[])`.execute(trx);
  const absent = rows.map(({ tutor_id }) => tutor_id);
  await removeTutors(trx, absent);
  return absent;
}

/** One event for each tutor, or one for all of many. */
export function eventsOf(tutorIds: readonly number[]): NewEvent[] {
  if (tutorIds.length > eventsAtMost)
    return [{ kind: "tutors.bulk_changed", key: "performance", payload: { count: tutorIds.length } }];
  return tutorIds.map((id) => ({ kind: "tutor.performance", key: String(id), payload: {} }));
}
