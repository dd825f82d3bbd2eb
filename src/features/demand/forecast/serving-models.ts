import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { Selection } from "#domain/forecasting/select-models.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { pinnedDays } from "../weights.ts";
import { defaultKind, type Serving } from "./forecast-task.ts";

/** Whoever chose a version, where it was no person. */
export const bySelection = "selection";

export type ServingModel = {
  modelId: number;
  code: string | null;
  kind: string;
  chosenBy: string;
  chosenAt: Date;
};

/** The version that serves each subject, and the one that serves all others (code null). */
export async function readServingModels(db: Database | Trx): Promise<ServingModel[]> {
  const { rows } = await sql<ServingModel>`
    select model_id as "modelId", subject_code as code, kind, chosen_by as "chosenBy",
      coalesce(chosen_at, created_at) as "chosenAt"
    from forecast_models where is_serving order by subject_code nulls first`.execute(db);
  return rows;
}

/** Who is served by what. As of an instant in the past, versions that were made later are not known. */
export async function readServing(db: Database | Trx, asOf: Date): Promise<Serving> {
  const { rows } = await sql<{ code: string | null; kind: string; totalWeight: number | null }>`
    select distinct on (subject_code) subject_code as code, kind, (parameters ->> 'totalWeight')::float8 as "totalWeight"
    from forecast_models
    where created_at <= ${asOf}
    order by subject_code, is_serving desc, model_id desc`.execute(db);
  const pooled = rows.find(({ code }) => code === null);
  return {
    pooledKind: pooled?.kind ?? defaultKind,
    totalWeight: pooled?.totalWeight ?? 0,
    ofSubject: Object.fromEntries(rows.flatMap(({ code, kind }) => (code === null ? [] : [[code, kind]]))),
  };
}

/** Subjects whose version somebody chose lately: a selection compares models for them, but changes nothing. */
export async function readPinned(db: Database | Trx, asOf: Date): Promise<Record<string, string>> {
  const since = asOf.getTime() - pinnedDays * dayMs;
  const serving = await readServingModels(db);
  return Object.fromEntries(
    serving.flatMap(({ code, kind, chosenBy, chosenAt }) =>
      code !== null && chosenBy !== bySelection && chosenAt.getTime() >= since ? [[code, kind]] : [],
    ),
  );
}

type NewVersion = { code: string | null; kind: string; parameters: unknown; scores: unknown; reason: string };

/** Keeps a selection as new versions, which serve from now on but for pinned subjects. */
export async function saveSelection(
  trx: Trx,
  selection: Selection,
  made: { asOf: Date; runId: number; pinned: Readonly<Record<string, string>> },
): Promise<void> {
  const pooled = {
    code: null,
    kind: selection.pooledKind,
    parameters: {
      totalWeight: selection.totalWeight,
      origins: selection.origins,
      horizonHours: selection.horizonHours,
    },
    scores: selection.pooledScores,
    reason: "Best over all subjects.",
  };
  const versions = [
    pooled,
    ...selection.series.map(({ seriesId: code, kind, parameters, scores, reason }) => ({
      code,
      kind,
      parameters,
      scores,
      reason,
    })),
  ];
  await addVersions(trx, versions, {
    ...made,
    from: new Date(selection.fromMs),
    to: new Date(selection.toMs),
  });
}

/** Keeps what serves before anything could be compared. */
export async function saveDefaultModel(
  trx: Trx,
  made: { asOf: Date; runId: number; from: Date; to: Date },
): Promise<void> {
  const reason = "The history is too short to compare models.";
  const version = { code: null, kind: defaultKind, parameters: {}, scores: {}, reason };
  await addVersions(trx, [version], { ...made, pinned: {} });
}

async function addVersions(
  trx: Trx,
  versions: readonly NewVersion[],
  made: { asOf: Date; runId: number; from: Date; to: Date; pinned: Readonly<Record<string, string>> },
): Promise<void> {
  const pinned = Object.keys(made.pinned);
  await sql`
    with versions as (
      select code, kind, parameters, scores, reason, coalesce(code = any(${pinned}::text[]), false) as is_pinned
      from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb)
        as row(code text, kind text, parameters jsonb, scores jsonb, reason text)
    ), retired as (
      update forecast_models set is_serving = false, retired_at = ${made.asOf} from versions
      where is_serving and subject_code is not distinct from code and not is_pinned
    )
    insert into forecast_models (subject_code, kind, parameters, trained_from, trained_to, scores, is_serving,
      created_at, run_id, chosen_by, chosen_at, reason, retired_at)
    select code, kind, parameters, ${made.from}::timestamptz, ${made.to}::timestamptz, scores, false,
      ${made.asOf}::timestamptz, ${made.runId}::bigint, ${bySelection}, ${made.asOf}::timestamptz, reason, case when is_pinned then ${made.asOf}::timestamptz end
    from versions order by code nulls first`.execute(trx);
  await sql`update forecast_models set is_serving = true
    where run_id = ${made.runId} and retired_at is null`.execute(trx);
}
