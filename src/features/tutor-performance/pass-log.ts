import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { dateOfDay } from "./business-calendar.ts";

export type PassKind = "full" | "incremental";

/** What a pass did. */
export type PassSummary = {
  kind: PassKind;
  asOf: Date;
  durationMs: number;
  /** Tutors looked at, those whose measures were others, and rows written for them in all tables. */
  computed: number;
  changed: number;
  rowsWritten: number;
  /** From the oldest change that was taken up to its commit, in milliseconds; null where none was taken. */
  lagMs: number | null;
};

const keptDays = 90;

/** Notes a finished pass, and forgets those of long ago. */
export async function recordPass(
  db: Database,
  pass: PassSummary,
  { day, version }: { day: number; version: number },
): Promise<void> {
  await sql`
    insert into tutor_passes (kind, as_of, day, started_at, duration_ms, computed, changed, rows_written, lag_ms,
      settings_version)
    values (${pass.kind}, ${pass.asOf}, ${dateOfDay(day)}::date,
      clock_timestamp() - make_interval(secs => ${pass.durationMs / 1000}), ${Math.round(pass.durationMs)},
      ${pass.computed}, ${pass.changed}, ${pass.rowsWritten}, ${pass.lagMs}, ${version})`.execute(db);
  await sql`delete from tutor_passes where kind = 'incremental'
    and started_at < now() - make_interval(days => ${keptDays})`.execute(db);
}

/** What earlier passes left behind. */
export type PassState = {
  /** The business day (YYYY-MM-DD) and settings of the last full pass that ended; null where none has. */
  fullDay: string | null;
  fullVersion: number | null;
  /** The instant to which the last pass brought the measures. */
  lastAsOf: Date | null;
};

export async function readPassState(db: Database): Promise<PassState> {
  const { rows } = await sql<PassState>`
    select (select day from tutor_passes where kind = 'full' order by pass_id desc limit 1) as "fullDay",
      (select settings_version from tutor_passes where kind = 'full' order by pass_id desc limit 1) as "fullVersion",
      (select as_of from tutor_passes order by pass_id desc limit 1) as "lastAsOf"`.execute(db);
  return rows[0] ?? { fullDay: null, fullVersion: null, lastAsOf: null };
}
