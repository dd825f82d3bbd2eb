import { z } from "@hono/zod-openapi";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { defineRoute } from "#platform/http/route.ts";
import {
  facetsSchema,
  filterShape,
  hasOneSelection,
  oneSelection,
  quarantinedDetailSchema,
  quarantinedSchema,
  reasonSchema,
  requestSchema,
  selectionShape,
} from "./schemas.ts";

const about = { tags: ["quarantine"], role: "admin" as const };
const idParameter = z.object({ id: z.coerce.number<string>().int().positive() });

const askedSchema = z
  .object({
    requestId: z.string(),
    records: z.int(),
    malformed: z.int().openapi({ description: "Of these, malformed still: they stay as they are." }),
    left: z.int().openapi({ description: "Beyond what one request may do: ask again." }),
  })
  .openapi("QuarantineAsked");

const decidedSchema = z.object({ requestId: z.string(), records: z.int() });

export const listRoute = defineRoute({
  ...about,
  method: "get",
  path: "/quarantine",
  summary: "Records in quarantine, newest first, without what they hold",
  limit: "read",
  request: { query: z.object({ ...newestFirstQuery, ...filterShape }) },
  responses: {
    200: {
      description: "Records, and how many there are by resource and by fault",
      content: jsonContent(listPage(quarantinedSchema).extend({ facets: facetsSchema })),
    },
  },
});

export const readRoute = defineRoute({
  ...about,
  method: "get",
  path: "/quarantine/{id}",
  summary: "One record as it came; that it was opened is written into the audit log",
  limit: "read",
  request: { params: idParameter },
  responses: { 200: { description: "The record", content: jsonContent(quarantinedDetailSchema) } },
});

export const requestRoute = defineRoute({
  ...about,
  method: "get",
  path: "/quarantine/requests/{id}",
  summary: "What became of the records for which something was asked at once",
  limit: "read",
  request: { params: z.object({ id: z.guid() }) },
  responses: { 200: { description: "Outcomes", content: jsonContent(requestSchema) } },
});

export const retryManyRoute = defineRoute({
  ...about,
  method: "post",
  path: "/quarantine/retry",
  summary: "Try some records again, or all that a filter shows",
  limit: "write",
  request: {
    body: {
      required: true,
      content: jsonContent(z.object(selectionShape).refine(hasOneSelection, oneSelection)),
    },
  },
  responses: {
    202: { description: "A worker writes those that are valid now", content: jsonContent(askedSchema) },
  },
});

const retrySchema = z
  .object({
    record: z
      .string()
      .min(2)
      .max(200_000)
      .optional()
      .openapi({ description: "The edited record as JSON text, so that no digit is lost." }),
    reason: reasonSchema.optional(),
  })
  .refine(({ record, reason }) => record === undefined || reason !== undefined, {
    message: "Say why the record is changed.",
    path: ["reason"],
  });

export const retryOneRoute = defineRoute({
  ...about,
  method: "post",
  path: "/quarantine/{id}/retry",
  summary: "Try a record again, as it came or edited; refused with its faults where it is malformed still",
  limit: "write",
  request: { params: idParameter, body: { required: true, content: jsonContent(retrySchema) } },
  responses: { 202: { description: "A worker writes it", content: jsonContent(askedSchema) } },
});

export const discardRoute = defineRoute({
  ...about,
  method: "post",
  path: "/quarantine/discard",
  summary: "Let go of some records, or of all that a filter shows; they are kept for 180 days",
  limit: "write",
  request: {
    body: {
      required: true,
      content: jsonContent(
        z.object({ ...selectionShape, reason: reasonSchema }).refine(hasOneSelection, oneSelection),
      ),
    },
  },
  responses: {
    200: { description: "Discarded", content: jsonContent(decidedSchema.extend({ left: z.int() })) },
  },
});

export const putBackRoute = defineRoute({
  ...about,
  method: "post",
  path: "/quarantine/put-back",
  summary: "Open discarded records again",
  limit: "write",
  request: {
    body: {
      required: true,
      content: jsonContent(z.object({ ids: selectionShape.ids.unwrap() })),
    },
  },
  responses: { 200: { description: "Put back", content: jsonContent(decidedSchema) } },
});
