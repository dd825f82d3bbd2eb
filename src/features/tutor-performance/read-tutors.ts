import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import type { StoredState } from "./assess-tutor.ts";
import { type ExpectedOfKinds, fromThousandths } from "./expected-of-kinds.ts";
import { type RecordsRow, recordsQuery } from "./records-query.ts";
import type { ReadMoment, TutorSelection } from "./sessions-query.ts";
import { halfStars, noCounts, type TutorDay } from "./tutor-days.ts";
import type { SubjectCounts, TutorRecords } from "./tutor-records.ts";

export type TutorToAssess = {
  records: TutorRecords;
  stored: StoredState & { hash: string | null };
};

/**
 * The records of the selected tutors as of the moment, with what is stored of them, as the database sends them: their
 * days take ten times as much memory when they are counted out by `toTutor`. Deleted tutors are left out.
 */
export async function readTutorRows(
  db: Database,
  selection: TutorSelection,
  moment: ReadMoment,
  { expected, successRating }: { expected: ExpectedOfKinds; successRating: number },
): Promise<RecordsRow[]> {
  return await inTransaction(db, async (trx) => {
    // The planner takes the cost of thousands of short index look-ups for one that pays for compiling the query.
    await sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`.execute(trx);
    const { rows } = await recordsQuery(selection, moment, expected, successRating).execute(trx);
    return rows;
  });
}

/** Names of the timezones that the database can count in. */
export async function readKnownZones(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from pg_timezone_names order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** One tutor, with every day counted out. */
export function toTutor(row: RecordsRow): TutorToAssess {
  const { weekly, time_off: timeOff, offered, timezone, status } = row;
  return {
    records: {
      tutorId: row.tutor_id,
      status,
      timezone,
      offered,
      weekly: weekly ?? [],
      timeOff: timeOff ?? [],
      days: linesOf(row.days).map(toDay),
      subjects: linesOf(row.subjects).map(toSubject),
      nextChangeMs: row.next_change_ms,
    },
    stored: { hash: row.stored_hash, flags: row.stored_flags ?? [], anomalies: row.stored_anomalies ?? [] },
  };
}

function linesOf(text: string | null): string[][] {
  return text === null ? [] : text.split(";").map((line) => line.split(","));
}

// In the order of `lineColumns` in the query.
function toDay([
  day,
  completed,
  noShows,
  cancelled,
  seconds,
  timed,
  halves = "",
  ...first
]: string[]): TutorDay {
  const [firsts, rated, successes, thousandths] = first;
  return {
    day: Number(day),
    completed: Number(completed),
    noShows: Number(noShows),
    cancelledByTutor: Number(cancelled),
    minutesTaught: Number(seconds) / 60,
    timed: Number(timed),
    ratings: halves === "" ? noCounts.ratings : countHalves(halves),
    firstSessions: Number(firsts),
    firstRated: Number(rated),
    firstSuccesses: Number(successes),
    firstExpected: fromThousandths(Number(thousandths)),
  };
}

/** "887": two ratings of five stars and one of four and a half; the digits count half stars above one. */
function countHalves(halves: string): number[] {
  const counts = halfStars.map(() => 0);
  for (const digit of halves) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  return counts;
}

function toSubject([subjectCode = "", ...numbers]: string[]): SubjectCounts {
  const { day: _, ratings, ...counts } = toDay(["0", ...numbers]);
  return {
    subjectCode,
    completed: counts.completed,
    minutesTaught: counts.minutesTaught,
    rated: ratings.reduce((sum, count) => sum + count, 0),
    ratingSum: ratings.reduce((sum, count, index) => sum + count * (halfStars[index] ?? 0), 0),
    firstSessions: counts.firstSessions,
    firstRated: counts.firstRated,
    firstSuccesses: counts.firstSuccesses,
    firstExpected: counts.firstExpected,
  };
}
