import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { formulaVersion } from "./score.ts";

export type PassKind = "full" | "incremental" | "changes" | "backfill";

/** What a pass did. */
export type PassSummary = {
  kind: PassKind;
  asOf: Date;
  durationMs: number;
  /** Customers computed, and those whose score or tier was another. */
  computed: number;
  changed: number;
  /** From the oldest change that was taken up to its commit, in milliseconds; null where none was taken. */
  lagMs: number | null;
};

const keptDays = 90;

/** Notes a finished pass, and forgets those of long ago. */
export async function recordPass(db: Database, pass: PassSummary, settingsVersion: number): Promise<void> {
  await sql`
    insert into health_passes (kind, as_of, started_at, duration_ms, computed, changed, lag_ms, settings_version,
      formula_version)
    values (${pass.kind}, ${pass.asOf}, clock_timestamp() - make_interval(secs => ${pass.durationMs / 1000}),
      ${Math.round(pass.durationMs)}, ${pass.computed}, ${pass.changed}, ${pass.lagMs}, ${settingsVersion}, ${formulaVersion})`.execute(
    db,
  );
  await sql`delete from health_passes where kind in ('incremental', 'changes')
    and started_at < now() - make_interval(days => ${keptDays})`.execute(db);
}

/** What earlier passes left behind. */
export type PassState = {
  /** The versions with which the last full pass that ended was computed; null where none has. */
  fullVersion: number | null;
  fullFormula: number | null;
  /** The instant to which the last pass brought the scores. */
  lastAsOf: Date | null;
  isPastFilled: boolean;
};

export async function readPassState(db: Database): Promise<PassState> {
  const { rows } = await sql<PassState>`
    select (select settings_version from health_passes where kind = 'full' order by pass_id desc limit 1) as "fullVersion",
      (select formula_version from health_passes where kind = 'full' order by pass_id desc limit 1) as "fullFormula",
      (select as_of from health_passes where kind <> 'backfill' order by pass_id desc limit 1) as "lastAsOf",
      exists (select from health_passes where kind = 'backfill') as "isPastFilled"`.execute(db);
  return rows[0] ?? { fullVersion: null, fullFormula: null, lastAsOf: null, isPastFilled: false };
}
