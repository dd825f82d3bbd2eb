import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { findingKinds } from "./findings.ts";
import { reconcileJob } from "./jobs.ts";
import { listReconciliations, readReconciliation } from "./read-reports.ts";
import { reconciledResources } from "./reconciled-resource.ts";

const about = { tags: ["data"], role: "admin" as const };
const resource = z.enum(reconciledResources);
const instant = z.iso.datetime();
const count = z.int().nonnegative();

const summarySchema = z
  .object({
    id: z.int(),
    resource,
    trigger: z.enum(["schedule", "manual", "command"]),
    state: z.enum(["running", "equal", "mended", "differs", "held_back", "failed"]),
    stage: z.enum(["reading", "comparing", "mending", "counting"]).nullable(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    source: count.openapi({ description: "Live ids that the source listed; grows while it runs." }),
    stored: count.openapi({ description: "Live ids of ours, before anything was mended." }),
    missing: count.openapi({
      description: "Listed by the source and not live with us, mended ones included.",
    }),
    extra: count.openapi({ description: "Live with us and not at the source, mended ones included." }),
    mended: count,
    deleted: count,
    restored: count,
    standIns: count,
    daysDiffering: count,
    findings: count,
    allowsDeletes: z.boolean(),
    guard: z.string().nullable(),
    error: z.string().nullable(),
    expected: count.nullable(),
  })
  .openapi("Reconciliation");

const detailSchema = summarySchema.extend({
  listed: z.array(z.object({ kind: z.enum(findingKinds), resource, id: z.int() })),
  days: z.array(z.object({ day: z.iso.date(), source: count, stored: count })),
});

const listRoute = defineRoute({
  ...about,
  method: "get",
  path: "/reconciliations",
  summary: "Comparisons of our records with the source, newest first",
  limit: "read",
  request: { query: z.object({ ...newestFirstQuery, resource: resource.optional() }) },
  responses: {
    200: {
      description: "Comparisons, and the last one of each resource",
      content: jsonContent(listPage(summarySchema).extend({ newest: z.array(summarySchema) })),
    },
  },
});

const readRoute = defineRoute({
  ...about,
  method: "get",
  path: "/reconciliations/{id}",
  summary: "One comparison with what it found",
  limit: "read",
  request: { params: z.object({ id: z.coerce.number<string>().int().positive() }) },
  responses: { 200: { description: "The report", content: jsonContent(detailSchema) } },
});

const startRoute = defineRoute({
  ...about,
  method: "post",
  path: "/reconciliations",
  summary: "Compare a resource with the source now",
  limit: "expensive",
  request: {
    body: {
      required: true,
      content: jsonContent(z.object({ resource, reason: z.string().trim().min(3).max(500) })),
    },
  },
  responses: {
    202: {
      description: "Queued; where one of the resource waits already, nothing is added",
      content: jsonContent(z.object({ resource })),
    },
  },
});

// Queueing takes name, input and tries of the job alone; the worker has the sources.
const queued = reconcileJob([]);

/** Routes over comparisons with the source. */
export const reconciliationsApi = createApi()
  .openapi(listRoute, async (c) =>
    c.json(await listReconciliations(c.var.db, c.var.viewer, c.req.valid("query")), 200),
  )
  .openapi(readRoute, async (c) =>
    c.json(await readReconciliation(c.var.db, c.var.viewer, c.req.valid("param").id), 200),
  )
  .openapi(startRoute, async (c) => {
    const { db, viewer, queue, requestId } = c.var;
    const { resource: chosen, reason } = c.req.valid("json");
    await asViewer(db, viewer, async (trx) => {
      await appendAudit(trx, viewer, {
        action: "reconciliation.started",
        entity: "resource",
        entityId: chosen,
        details: { reason },
        requestId,
      });
      const input = { resource: chosen, trigger: "manual" as const };
      await queue.enqueue(queued, input, { dedupeKey: chosen });
    });
    return c.json({ resource: chosen }, 202);
  });
