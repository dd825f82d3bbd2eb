import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { withIsoDates } from "#platform/http/iso-dates.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { resources } from "#sources/source.ts";
import { listHeld } from "./held-list.ts";
import { readQuality } from "./read-quality.ts";
import { acknowledgeDrift, readDrift } from "./schema-drift.ts";

const instant = z.iso.datetime();
const about = { tags: ["data"], role: "viewer" as const };

const measuresSchema = z.object({
  received: z.int(),
  accepted: z.int(),
  unchanged: z.int(),
  quarantined: z.int(),
  late: z.int(),
  orphaned: z.int(),
  drifted: z.int(),
});
const verdictSchema = z.object({
  state: z.enum(["none", "good", "few", "critical"]),
  rejectedShare: z.number().nullable().openapi({
    description: "quarantined ÷ (accepted + quarantined + orphaned), a ratio.",
  }),
  newRecords: z.int(),
});
const daySchema = z.object({ day: z.iso.date(), measures: measuresSchema, verdict: verdictSchema });

const qualitySchema = z
  .object({
    asOf: instant,
    businessTimezone: z.string(),
    resources: z.array(
      z.object({
        resource: z.enum(resources),
        days: z.array(daySchema),
        total: daySchema.omit({ day: true }),
        worstDay: z.iso.date().nullable(),
      }),
    ),
  })
  .openapi("DataQuality");

export type DataQuality = z.infer<typeof qualitySchema>;

const qualityRoute = defineRoute({
  ...about,
  method: "get",
  path: "/data-quality",
  summary: "What came of each resource's records on the last thirty business days",
  limit: "read",
  responses: { 200: { description: "Measures", content: jsonContent(qualitySchema) } },
});

const driftSchema = z
  .object({
    resource: z.string(),
    field: z.string(),
    firstSeenAt: instant,
    lastSeenAt: instant,
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable(),
  })
  .openapi("SchemaDrift");

export type Drift = z.infer<typeof driftSchema>;

const driftRoute = defineRoute({
  ...about,
  method: "get",
  path: "/data-quality/drift",
  summary: "Fields that a source sends and the contract does not know",
  limit: "read",
  responses: { 200: { description: "New ones first", content: jsonContent(z.array(driftSchema)) } },
});

const acknowledgeRoute = defineRoute({
  tags: ["data"],
  role: "admin",
  method: "post",
  path: "/data-quality/drift/acknowledge",
  summary: "Take note of a new field",
  limit: "write",
  request: {
    body: {
      required: true,
      content: jsonContent(z.object({ resource: z.enum(resources), field: z.string().min(1).max(300) })),
    },
  },
  responses: { 204: { description: "Noted" } },
});

const heldSchema = z
  .object({
    resource: z.string(),
    recordId: z.int(),
    missingCustomerId: z.int().nullable(),
    missingTutorId: z.int().nullable(),
    heldAt: instant,
    lastTriedAt: instant.nullable(),
  })
  .openapi("HeldRecord");

const heldRoute = defineRoute({
  ...about,
  method: "get",
  path: "/data-quality/held",
  summary: "Valid records that wait for their customer or tutor, the oldest first",
  limit: "read",
  request: { query: z.object(newestFirstQuery) },
  responses: {
    200: {
      description: "Held records",
      content: jsonContent(
        listPage(heldSchema).extend({
          summary: z.object({
            missingCustomers: z.int(),
            missingTutors: z.int(),
            oldestAt: instant.nullable(),
          }),
        }),
      ),
    },
  },
});

/** Routes over the quality of data. */
export function createQualityApi(businessTimezone: () => string) {
  return createApi()
    .openapi(qualityRoute, async (c) => {
      const place = { asOf: c.var.now(), businessTimezone: businessTimezone() };
      const read = await asViewer(c.var.db, c.var.viewer, (trx) => readQuality(trx, place));
      return c.json({ ...place, asOf: place.asOf.toISOString(), resources: read }, 200);
    })
    .openapi(driftRoute, async (c) => {
      const fields = await asViewer(c.var.db, c.var.viewer, readDrift);
      return c.json(fields.map(withIsoDates), 200);
    })
    .openapi(acknowledgeRoute, async (c) => {
      const { viewer: actor, requestId } = c.var;
      const field = c.req.valid("json");
      const who = { actor, at: c.var.now(), requestId };
      await asViewer(c.var.db, actor, (trx) => acknowledgeDrift(trx, who, field));
      return c.body(null, 204);
    })
    .openapi(heldRoute, async (c) =>
      c.json(await asViewer(c.var.db, c.var.viewer, (trx) => listHeld(trx, c.req.valid("query"))), 200),
    );
}
