import { sql } from "kysely";
import { asViewer } from "#db/transaction.ts";
import type { DemandContext } from "../demand-context.ts";
import { nextCursor, offsetOf, type Page } from "../place.ts";
import type { ForecastRun, ForecastRuns } from "../work-schemas.ts";

type RunRow = Omit<ForecastRun, "madeAt" | "basedOnUntil" | "trainedFrom" | "trainedTo"> & {
  made_at: Date;
  based_on_until: Date;
  trained_from: Date;
  trained_to: Date;
  total: number;
};

/** Runs of the forecast, newest first. */
export async function listRuns(ctx: DemandContext, page: Page): Promise<ForecastRuns> {
  const { rows } = await asViewer(ctx.db, ctx.viewer, async (trx) =>
    sql<RunRow>`
      select run_id as id, kind, reason, made_at, based_on_until, trained_from, trained_to, subjects, hours,
        duration_ms as "durationMs", settings_version as "settingsVersion", count(*) over ()::int as total
      from forecast_runs order by made_at desc, run_id desc
      limit ${page.pageSize} offset ${offsetOf(page)}`.execute(trx),
  );
  const total = rows[0]?.total ?? 0;
  const data = rows.map(({ made_at, based_on_until, trained_from, trained_to, total: _, ...run }) => ({
    ...run,
    madeAt: made_at.toISOString(),
    basedOnUntil: based_on_until.toISOString(),
    trainedFrom: trained_from.toISOString(),
    trainedTo: trained_to.toISOString(),
  }));
  return { data, nextCursor: nextCursor(page, total), total };
}
