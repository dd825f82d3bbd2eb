import type { Context } from "hono";
import { asViewer } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import type { ApiEnv } from "#platform/http/api-env.ts";
import { createApi } from "#platform/http/route.ts";
import type { DemandContext } from "./demand-context.ts";
import { readExplanation } from "./explain/read-explanation.ts";
import { listRuns } from "./forecast/list-runs.ts";
import { listOutliers, markOutliers, unmarkOutliers } from "./history/outlier-marks.ts";
import { updateDemandJob } from "./jobs.ts";
import { listVersions, serveVersion } from "./models/versions.ts";
import { addOverride, endOverride } from "./overrides/decide-overrides.ts";
import { listOverrides } from "./overrides/list-overrides.ts";
import { readAccuracy } from "./read/accuracy.ts";
import { listEpisodes } from "./read/episodes.ts";
import { readHours } from "./read/hours.ts";
import { readSubjectsOverview } from "./read/overview.ts";
import { readUtilisation } from "./read/utilisation.ts";
import * as routes from "./routes.ts";
import { loadDemandSettings, saveDemandSettings } from "./settings.ts";
import * as work from "./work-routes.ts";

// Queueing takes name, input and tries of the job alone; the worker knows the timezone.
const queued = updateDemandJob("UTC");

/** Routes over demand: what is ahead, why, how good forecasts were, and what people decide. */
export function createDemandApi(businessTimezone: () => string) {
  const contextOf = (c: Context<ApiEnv>): DemandContext => ({
    db: c.var.db,
    viewer: c.var.viewer,
    now: c.var.now,
    businessTimezone: businessTimezone(),
    requestId: c.var.requestId,
  });
  return createReading(contextOf).route("/", createWork(contextOf));
}

type ContextOf = (c: Context<ApiEnv>) => DemandContext;

function createReading(contextOf: ContextOf) {
  return createApi()
    .openapi(routes.subjectsRoute, async (c) =>
      c.json(await readSubjectsOverview({ ...contextOf(c), cache: c.var.cache }), 200),
    )
    .openapi(routes.hoursRoute, async (c) =>
      c.json(await readHours(contextOf(c), { ...c.req.valid("param"), ...c.req.valid("query") }), 200),
    )
    .openapi(routes.explanationRoute, async (c) =>
      c.json(await readExplanation(contextOf(c), c.req.valid("param")), 200),
    )
    .openapi(routes.utilisationRoute, async (c) => c.json(await readUtilisation(contextOf(c)), 200))
    .openapi(routes.accuracyRoute, async (c) =>
      c.json(await readAccuracy(contextOf(c), c.req.valid("query")), 200),
    )
    .openapi(work.episodesRoute, async (c) =>
      c.json(await listEpisodes(contextOf(c), c.req.valid("query")), 200),
    )
    .openapi(work.modelsRoute, async (c) =>
      c.json(await listVersions(contextOf(c), c.req.valid("query")), 200),
    )
    .openapi(work.overridesRoute, async (c) =>
      c.json(await listOverrides(contextOf(c), c.req.valid("query")), 200),
    )
    .openapi(work.outliersRoute, async (c) =>
      c.json(await listOutliers(contextOf(c), c.req.valid("query")), 200),
    )
    .openapi(work.runsRoute, async (c) => c.json(await listRuns(contextOf(c), c.req.valid("query")), 200))
    .openapi(work.settingsRoute, async (c) =>
      c.json(await asViewer(c.var.db, c.var.viewer, loadDemandSettings), 200),
    );
}

function createWork(contextOf: ContextOf) {
  /** What is decided shows in the outlook at once, not at the next change of bookings. */
  const bringUpToDate = async (c: Context<ApiEnv>) =>
    void (await c.var.queue.enqueue(queued, {}, { dedupeKey: "decision" }));
  return createApi()
    .openapi(work.serveModelRoute, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await serveVersion(contextOf(c), id, c.req.valid("json").reason), 200);
    })
    .openapi(work.addOverrideRoute, async (c) => {
      const added = await addOverride(contextOf(c), c.req.valid("json"));
      await bringUpToDate(c);
      return c.json(added, 201);
    })
    .openapi(work.endOverrideRoute, async (c) => {
      const ended = await endOverride(contextOf(c), c.req.valid("param").id);
      await bringUpToDate(c);
      return c.json(ended, 200);
    })
    .openapi(work.markOutliersRoute, async (c) =>
      c.json({ hours: await markOutliers(contextOf(c), c.req.valid("json")) }, 200),
    )
    .openapi(work.unmarkOutliersRoute, async (c) =>
      c.json({ hours: await unmarkOutliers(contextOf(c), c.req.valid("json")) }, 200),
    )
    .openapi(work.askRunRoute, async (c) => {
      const { kind: run, reason } = c.req.valid("json");
      await asViewer(c.var.db, c.var.viewer, async (trx) => {
        const { requestId } = c.var;
        const details = { run, reason };
        await appendAudit(trx, c.var.viewer, {
          action: "forecast.asked",
          entity: "demand",
          entityId: run,
          details,
          requestId,
        });
      });
      const jobId = await c.var.queue.enqueue(queued, { run, reason }, { dedupeKey: `asked ${run}` });
      return c.json({ jobId }, 202);
    })
    .openapi(work.saveSettingsRoute, async (c) => {
      const { value, note } = c.req.valid("json");
      return c.json(await saveDemandSettings(contextOf(c), value, note), 200);
    });
}
