import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { withIsoDates } from "#platform/http/iso-dates.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { resources } from "#sources/source.ts";
import { pollJob } from "./jobs.ts";
import { readLastRuns } from "./last-runs.ts";
import type { PollSchedule } from "./poll-schedule.ts";
import { readIngestionStatus } from "./status.ts";

const about = { tags: ["data"] };
const instant = z.iso.datetime();
const resourceParameter = z.object({ resource: z.enum(resources) });

const statusSchema = z
  .object({
    resource: z.enum(resources),
    lastSucceededAt: instant.nullable(),
    knownUntil: instant.nullable(),
    ageSeconds: z.int().nullable(),
    intervalSeconds: z.int(),
    freshness: z.enum(["fresh", "late", "stale", "never_read"]),
    isStale: z.boolean(),
    lastError: z.string().nullable(),
    failuresInARow: z.int(),
    lastChange: z.object({ finishedAt: instant, inserted: z.int(), updated: z.int() }).nullable(),
    newestChangeAt: instant.nullable(),
    stored: z.object({ records: z.int(), isEstimate: z.boolean() }),
    quarantined: z.int(),
    held: z.int(),
    running: z
      .object({ startedAt: instant, received: z.int(), totalExpected: z.int().nullable() })
      .nullable(),
  })
  .openapi("ResourceStatus");

const listRoute = defineRoute({
  ...about,
  method: "get",
  path: "/ingestion/resources",
  summary: "Where the reading of each resource stands",
  role: "viewer",
  limit: "read",
  responses: {
    200: {
      description: "Resources in the order in which they are read",
      content: jsonContent(z.object({ asOf: instant, resources: z.array(statusSchema) })),
    },
  },
});

const runSchema = z
  .object({
    id: z.int(),
    trigger: z.string(),
    state: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    received: z.int(),
    inserted: z.int(),
    updated: z.int(),
    quarantined: z.int(),
    held: z.int(),
    error: z.string().nullable(),
  })
  .openapi("IngestionRun");

export type IngestionRun = z.infer<typeof runSchema>;

const runsRoute = defineRoute({
  ...about,
  method: "get",
  path: "/ingestion/resources/{resource}/runs",
  summary: "The last fifty times that a resource was read",
  role: "viewer",
  limit: "read",
  request: { params: resourceParameter },
  responses: { 200: { description: "Runs, newest first", content: jsonContent(z.array(runSchema)) } },
});

const readNowRoute = defineRoute({
  ...about,
  method: "post",
  path: "/ingestion/resources/{resource}/read",
  summary: "Read a resource now",
  role: "admin",
  limit: "write",
  request: { params: resourceParameter },
  responses: {
    202: { description: "A worker reads it", content: jsonContent(z.object({ jobId: z.string() })) },
  },
});

/** Routes over the reading of resources, given how often each is read. */
export function createResourcesApi(schedule: () => readonly PollSchedule[]) {
  return createApi()
    .openapi(listRoute, async (c) => {
      const asOf = c.var.now();
      const statuses = await asViewer(c.var.db, c.var.viewer, (trx) =>
        readIngestionStatus(trx, { schedule: schedule(), asOf }),
      );
      return c.json({ asOf: asOf.toISOString(), resources: statuses }, 200);
    })
    .openapi(runsRoute, async (c) => {
      const { resource } = c.req.valid("param");
      const runs = await asViewer(c.var.db, c.var.viewer, (trx) => readLastRuns(trx, resource));
      return c.json(runs.map(withIsoDates), 200);
    })
    .openapi(readNowRoute, async (c) => {
      const { viewer, requestId, queue } = c.var;
      const { resource } = c.req.valid("param");
      await asViewer(c.var.db, viewer, (trx) =>
        appendAudit(trx, viewer, {
          action: "ingestion.read_asked_for",
          entity: "resource",
          entityId: resource,
          requestId,
        }),
      );
      // Only its name and input count here: a worker has the sources.
      const jobId = await queue.enqueue(
        pollJob([]),
        { resource, trigger: "manual" as const },
        { dedupeKey: `manual ${resource}` },
      );
      return c.json({ jobId }, 202);
    });
}
