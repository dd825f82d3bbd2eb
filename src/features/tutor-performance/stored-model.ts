import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { dateOfDay } from "./business-calendar.ts";
import { fitTutorModel } from "./fit-model.ts";
import type { SubjectBenchmark, TutorModel } from "./model.ts";
import type { ReadMoment } from "./sessions-query.ts";
import type { TutorSettings } from "./weights.ts";

type ModelRequest = {
  moment: ReadMoment;
  settings: TutorSettings;
  version: number;
  /** Made anew even where one is stored: the records of before the day are others. */
  isRefit: boolean;
};

/**
 * The model of the moment's business day: the stored one, or a new one where there is none, where the settings are others, or where
 * the stored one was made before the records were read to their end. All passes of the day use it, so that a
 * pass over a few tutors leaves what a pass over all would.
 */
export async function modelOfDay(
  ctx: { db: Database; signal: AbortSignal },
  { moment, settings, version, isRefit }: ModelRequest,
): Promise<{ model: TutorModel; isNew: boolean }> {
  const isComplete = await areRecordsLoaded(ctx.db);
  const stored = isRefit ? null : await readModel(ctx.db, moment, version);
  if (stored !== null && (stored.isComplete || !isComplete)) return { model: stored, isNew: false };
  const startedMs = performance.now();
  const model = await fitTutorModel(ctx, moment, settings, isComplete);
  await inTransaction(ctx.db, async (trx) => {
    await storeModel(trx, moment, version, { model, durationMs: performance.now() - startedMs });
    await storeBenchmarks(trx, moment, model.benchmarks);
  });
  return { model, isNew: true };
}

/** The stored model of the moment's day; null where none was made with this version of the settings. */
export async function readModel(
  db: Database,
  { day }: ReadMoment,
  version: number,
): Promise<TutorModel | null> {
  const row = await db
    .selectFrom("tutor_models")
    .select("value")
    .where("day", "=", dateOfDay(day))
    .where("settings_version", "=", version)
    .executeTakeFirst();
  return row === undefined ? null : (row.value as unknown as TutorModel);
}

/** Whether customers, tutors and sessions were read to their end at least once, or came by another way than reading. */
async function areRecordsLoaded(db: Database): Promise<boolean> {
  const { rows } = await sql<{ loaded: boolean }>`
    select not exists (select from ingestion_runs)
      or (select count(distinct resource) = 3 from ingestion_runs
        where state = 'succeeded' and resource in ('customers', 'tutors', 'sessions')) as loaded`.execute(db);
  return rows[0]?.loaded ?? false;
}

async function storeModel(
  trx: Trx,
  { day, asOf }: ReadMoment,
  version: number,
  { model, durationMs }: { model: TutorModel; durationMs: number },
): Promise<void> {
  await sql`
    insert into tutor_models (day, value, settings_version, fitted_at, duration_ms)
    values (${dateOfDay(day)}::date, ${JSON.stringify(model)}::jsonb, ${version}, ${asOf}, ${Math.round(durationMs)})
    on conflict (day) do update set value = excluded.value, settings_version = excluded.settings_version,
      fitted_at = excluded.fitted_at, duration_ms = excluded.duration_ms`.execute(trx);
}

async function storeBenchmarks(
  trx: Trx,
  { day }: ReadMoment,
  benchmarks: readonly SubjectBenchmark[],
): Promise<void> {
  const column = (value: (benchmark: SubjectBenchmark) => unknown) => benchmarks.map(value);
  await sql`delete from subject_benchmarks where subject_code <> all (${column((b) => b.subjectCode)}::text[])`.execute(
    trx,
  );
  await sql`
    insert into subject_benchmarks (subject_code, first_sessions_rated, success_rate, mean_rating, utilisation, day)
    select made.*, ${dateOfDay(day)}::date
    from unnest(${column((b) => b.subjectCode)}::text[], ${column((b) => b.firstRated)}::int[],
      ${column((b) => b.successRate)}::float8[], ${column((b) => b.meanRating)}::float8[],
      ${column((b) => b.utilisation)}::float8[]) as made (subject_code, first_rated, success_rate, mean_rating, utilisation)
    on conflict (subject_code) do update set first_sessions_rated = excluded.first_sessions_rated,
      success_rate = excluded.success_rate, mean_rating = excluded.mean_rating,
      utilisation = excluded.utilisation, day = excluded.day`.execute(trx);
}
