import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { backtestHealthJob } from "./backtest-job.ts";
import { backtestsSchema } from "./backtest-schemas.ts";
import { addBacktest } from "./backtest-store.ts";
import { describeSettingsChange } from "./describe-settings.ts";
import { readBacktests } from "./read-rules.ts";
import { loadHealthSettings } from "./settings.ts";
import { healthSettingsSchema } from "./weights.ts";

const about = { tags: ["customer health"], path: "/health-backtests" as const, role: "admin" as const };

const readRoute = defineRoute({
  ...about,
  method: "get",
  path: "/health-backtests",
  summary: "What scores of past month ends told of who left: of the saved settings, and of those being tried",
  limit: "read",
  responses: { 200: { description: "The newest of each", content: jsonContent(backtestsSchema) } },
});

const startRoute = defineRoute({
  ...about,
  method: "post",
  path: "/health-backtests",
  summary: "Backtest settings, saved or not; runs in the background",
  limit: "expensive",
  request: {
    body: { required: true, content: jsonContent(z.object({ settings: healthSettingsSchema })) },
  },
  responses: { 202: { description: "Queued", content: jsonContent(z.object({ id: z.int() })) } },
});

// Queueing takes name, input and tries of the job alone; the worker knows the timezone.
const queued = backtestHealthJob("UTC");

/** Routes over backtests of the health score. */
export const healthBacktestApi = createApi()
  .openapi(readRoute, async (c) => {
    return c.json(await readBacktests(c.var), 200);
  })
  .openapi(startRoute, async (c) => {
    const { db, viewer, queue, requestId, now } = c.var;
    const { settings } = c.req.valid("json");
    const id = await asViewer(db, viewer, async (trx) => {
      const { value, version } = await loadHealthSettings(trx);
      const changes = describeSettingsChange(value, settings);
      const added = await addBacktest(trx, {
        purpose: "trial",
        settings,
        settingsVersion: changes.length === 0 ? version : null,
        requestedBy: viewer.userId,
        requestedAt: now(),
      });
      await appendAudit(trx, viewer, {
        action: "health_backtest.started",
        entity: "health_backtest",
        entityId: String(added),
        details: { changes },
        requestId,
      });
      return added;
    });
    // Only now can the worker see what it is asked for.
    await queue.enqueue(queued, { backtestId: id }, { dedupeKey: `backtest ${id}` });
    return c.json({ id }, 202);
  });
