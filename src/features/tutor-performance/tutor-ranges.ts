import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/**
 * Tutors per read and transaction. A session lies where it was written, among those of all tutors, so each range
 * reads most of the table: few wide ranges, but no more than some hundred thousand days in memory.
 */
export const tutorsPerRange = 1_000;

export type TutorRange = { fromId: number; toId: number; tutors: number };

/** Ranges of ids that cover all tutors, in rising order. */
export async function* tutorRanges(db: Database): AsyncGenerator<TutorRange> {
  let fromId = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const { rows } = await sql<{ last: number | null; tutors: number }>`
      select max(tutor_id) as last, count(*) as tutors from (select tutor_id from tutors
        where tutor_id >= ${fromId} order by tutor_id limit ${tutorsPerRange}) as range`.execute(db);
    const [range] = rows;
    if (range === undefined || range.last === null) return;
    yield { fromId, toId: range.last, tutors: range.tutors };
    fromId = range.last + 1;
  }
}

/** Cuts a list into portions of a range's size. */
export function* portionsOf(ids: readonly number[]): Generator<number[]> {
  for (let at = 0; at < ids.length; at += tutorsPerRange) yield ids.slice(at, at + tutorsPerRange);
}
