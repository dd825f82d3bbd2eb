import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { ForecastScores } from "#domain/forecasting/forecast-scores.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import { accuracyFigures } from "../accuracy/accuracy-figures.ts";
import { type AccuracySums, noSums } from "../accuracy/judge-hour.ts";
import type { DemandContext } from "../demand-context.ts";
import { titleOf } from "../forecast/forecast-task.ts";
import { nextCursor, offsetOf, type Page } from "../place.ts";
import { allSubjects } from "../schemas/ground.ts";
import type { ModelVersion, ModelVersions } from "../work-schemas.ts";

type VersionRow = {
  id: number;
  code: string | null;
  name: string | null;
  kind: string;
  is_serving: boolean;
  chosen_by: string;
  reason: string | null;
  trained_from: Date;
  trained_to: Date;
  created_at: Date;
  retired_at: Date | null;
  parameters: Record<string, unknown>;
  scores: Record<string, ForecastScores>;
  sums: AccuracySums | null;
  total: number;
};

type Selection = Page & { id: number | null; subject?: string | undefined; serving: "only" | "any" };

/** Versions of models, newest first. */
export async function listVersions(ctx: DemandContext, query: Omit<Selection, "id">): Promise<ModelVersions> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const rows = await readVersions(trx, { ...query, id: null });
    const total = rows[0]?.total ?? 0;
    return { data: rows.map(toVersion), nextCursor: nextCursor(query, total), total };
  });
}

/**
 * Puts a version into service in place of the one that serves its subject. Throws not_found, and conflict where it serves
 * already.
 */
export async function serveVersion(ctx: DemandContext, id: number, reason: string): Promise<ModelVersion> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { rows } = await sql<{ code: string | null; is_serving: boolean }>`
      select subject_code as code, is_serving from forecast_models where model_id = ${id} for update`.execute(
      trx,
    );
    const [version] = rows;
    if (version === undefined)
      throw new AppError("not_found", `There is no version ${id}, or you may not see it.`);
    if (version.is_serving) throw new AppError("conflict", "This version serves already.");
    await sql`update forecast_models set is_serving = false, retired_at = ${ctx.now()}
      where is_serving and subject_code is not distinct from ${version.code}`.execute(trx);
    await sql`update forecast_models set is_serving = true, retired_at = null, chosen_by = ${ctx.viewer.name},
      chosen_at = ${ctx.now()}, reason = ${reason} where model_id = ${id}`.execute(trx);
    await appendAudit(trx, ctx.viewer, {
      action: "forecast_model.served",
      entity: "forecast_model",
      entityId: String(id),
      details: { subject: version.code, reason },
      requestId: ctx.requestId,
    });
    await appendEvents(trx, [{ kind: "demand.changed", key: "model", payload: { what: "model" } }]);
    const [row] = await readVersions(trx, { id, serving: "any", pageSize: 1 });
    if (row === undefined) throw new AppError("internal", "The version is gone.");
    return toVersion(row);
  });
}

async function readVersions(trx: Trx, query: Selection): Promise<VersionRow[]> {
  const subject = query.subject ?? null;
  const sums = sql.join(
    Object.keys(noSums).map((name) => sql`sum(${sql.ref(name)})::float8 as ${sql.ref(name)}`),
  );
  const { rows } = await sql<VersionRow>`
    select model.model_id as id, model.subject_code as code, name, kind, is_serving, chosen_by, reason, trained_from,
      trained_to, model.created_at, retired_at, parameters, scores, to_jsonb(measured) as sums, count(*) over ()::int as total
    from forecast_models as model left join subjects using (subject_code)
    left join lateral (select ${sums} from forecast_accuracy
      where forecast_accuracy.model_id = model.model_id and distance_days = 1) as measured on measured.hours > 0
    where (${query.id}::bigint is null or model.model_id = ${query.id})
      and (${query.serving} = 'any' or is_serving)
      and (${subject}::text is null or coalesce(subject_code, ${allSubjects}) = ${subject})
    order by model.model_id desc limit ${query.pageSize} offset ${offsetOf(query)}`.execute(trx);
  return rows;
}

function toVersion(row: VersionRow): ModelVersion {
  return {
    id: row.id,
    code: row.code ?? allSubjects,
    name: row.name ?? "All subjects",
    kind: row.kind,
    title: titleOf(row.kind),
    isServing: row.is_serving,
    chosenBy: row.chosen_by,
    reason: row.reason,
    trainedFrom: row.trained_from.toISOString(),
    trainedTo: row.trained_to.toISOString(),
    createdAt: row.created_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
    parameters: row.parameters,
    candidates: Object.entries(row.scores)
      .map(([kind, scores]) => ({
        kind,
        title: titleOf(kind),
        isChosen: kind === row.kind,
        figures: toFigures(scores),
      }))
      .sort((a, b) => (a.figures.deviance ?? Infinity) - (b.figures.deviance ?? Infinity)),
    sinceServing: row.sums === null ? null : accuracyFigures(row.sums),
  };
}

function toFigures(scores: ForecastScores): ModelVersion["candidates"][number]["figures"] {
  const { hours, wape, wapeFloor, mase, mape, bias, deviance, coverage, exactCoverage, width, msis } = scores;
  return {
    hours,
    wape,
    floorWape: wapeFloor,
    mase,
    mape,
    bias,
    deviance,
    coverage,
    exactCoverage: exactCoverage === null ? null : Math.min(1, exactCoverage),
    meanWidth: width,
    msis,
  };
}
