import type { Context } from "hono";
import { asViewer } from "#db/transaction.ts";
import type { ApiEnv } from "#platform/http/api-env.ts";
import { createApi } from "#platform/http/route.ts";
import { assignMany, type ResolveFilter, recordMany } from "./act-on-many.ts";
import { assignCustomer, snoozeCustomer } from "./assign-customer.ts";
import { changeIntervention } from "./change-intervention.ts";
import { exportQueue } from "./export-queue.ts";
import { rebuildQueueJob } from "./jobs.ts";
import { readColleagues, readCustomerWork, readWorkQueue } from "./read-work.ts";
import { recordIntervention } from "./record-intervention.ts";
import {
  assignManyRoute,
  changeRoute,
  colleaguesRoute,
  exportQueueRoute,
  ownerRoute,
  queueRoute,
  recordManyRoute,
  recordRoute,
  saveSettingsRoute,
  settingsRoute,
  snoozeRoute,
  workRoute,
} from "./routes.ts";
import { loadInterventionSettings, saveInterventionSettings } from "./settings.ts";
import type { DescribeHealth } from "./situation.ts";
import type { WorkContext } from "./work-context.ts";

/**
 * Routes over work on customers. `describe` says what stored scores mean, `resolve` whom a filter of the customer
 * list shows; the business day begins at midnight of the timezone.
 */
export function createInterventionsApi(
  describe: DescribeHealth,
  businessTimezone: () => string,
  resolve: ResolveFilter,
) {
  const contextOf = (c: Context<ApiEnv>): WorkContext => ({
    db: c.var.db,
    viewer: c.var.viewer,
    now: c.var.now,
    requestId: c.var.requestId,
    describe,
    businessTimezone: businessTimezone(),
  });
  // Queueing takes name, input and tries of the job alone.
  const rebuilt = rebuildQueueJob(describe);
  return createApi()
    .openapi(queueRoute, async (c) => c.json(await readWorkQueue(contextOf(c), c.req.valid("query")), 200))
    .openapi(exportQueueRoute, async (c) => await exportQueue(contextOf(c), c.req.valid("query")))
    .openapi(workRoute, async (c) =>
      c.json(await readCustomerWork(contextOf(c), c.req.valid("param").id), 200),
    )
    .openapi(recordRoute, async (c) =>
      c.json(await recordIntervention(contextOf(c), c.req.valid("param").id, c.req.valid("json")), 201),
    )
    .openapi(changeRoute, async (c) => {
      const { id: customerId, intervention: id } = c.req.valid("param");
      return c.json(await changeIntervention(contextOf(c), { customerId, id }, c.req.valid("json")), 200);
    })
    .openapi(ownerRoute, async (c) => {
      await assignCustomer(contextOf(c), c.req.valid("param").id, c.req.valid("json").ownerId);
      return c.body(null, 204);
    })
    .openapi(snoozeRoute, async (c) => {
      await snoozeCustomer(contextOf(c), c.req.valid("param").id, c.req.valid("json"));
      return c.body(null, 204);
    })
    .openapi(assignManyRoute, async (c) =>
      c.json(await assignMany(contextOf(c), resolve, c.req.valid("json")), 200),
    )
    .openapi(recordManyRoute, async (c) =>
      c.json(await recordMany(contextOf(c), resolve, c.req.valid("json")), 200),
    )
    .openapi(colleaguesRoute, async (c) => {
      const data = await asViewer(c.var.db, c.var.viewer, readColleagues);
      return c.json({ data }, 200);
    })
    .openapi(settingsRoute, async (c) =>
      c.json(await asViewer(c.var.db, c.var.viewer, loadInterventionSettings), 200),
    )
    .openapi(saveSettingsRoute, async (c) => {
      const { value, note } = c.req.valid("json");
      const saved = await saveInterventionSettings(contextOf(c), value, note);
      await c.var.queue.enqueue(rebuilt, {}, { dedupeKey: "settings" });
      return c.json(saved, 200);
    });
}
