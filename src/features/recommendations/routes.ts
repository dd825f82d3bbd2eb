import { z } from "@hono/zod-openapi";
import { cursorParameter } from "#platform/http/cursor.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { pageSizeParameter } from "#platform/http/list-page.ts";
import { defineRoute } from "#platform/http/route.ts";
import * as schemas from "./schemas.ts";

const tags = ["recommendations"];
const reading = { tags, method: "get" as const, role: "viewer" as const, limit: "read" as const };
const writing = { tags, method: "post" as const, role: "operator" as const, limit: "write" as const };
const id = z.object({ id: z.coerce.number<string>().int().positive() });
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: jsonContent(schema) },
});
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: jsonContent(schema),
});

export const listRoute = defineRoute({
  ...reading,
  path: "/recommendations",
  summary: "What to do, the most valuable first",
  request: {
    query: z.object({
      kind: z.string().max(60).optional(),
      subject: z.string().min(1).max(100).optional(),
      state: z.enum([...schemas.recommendationStates, "all"]).default("open"),
      cursor: cursorParameter,
      pageSize: pageSizeParameter({ usual: 50, most: 200 }),
    }),
  },
  responses: answer("One page of recommendations", schemas.recommendationsSchema),
});

export const acceptanceRoute = defineRoute({
  ...reading,
  path: "/recommendations/acceptance",
  summary: "By kind: how many were accepted, and what came of them beside what was expected",
  responses: answer("Kinds, in their order", schemas.acceptanceSchema),
});

export const acceptRoute = defineRoute({
  ...writing,
  path: "/recommendations/{id}/accept",
  summary: "Accept an open recommendation; what follows is measured",
  request: { params: id, body: body(schemas.noteSchema) },
  responses: answer("The recommendation as it is now", schemas.recommendationSchema),
});

export const dismissRoute = defineRoute({
  ...writing,
  path: "/recommendations/{id}/dismiss",
  summary: "Dismiss an open recommendation with a reason; the same need does not come back",
  request: { params: id, body: body(schemas.dismissSchema) },
  responses: answer("The recommendation as it is now", schemas.recommendationSchema),
});

export const doneRoute = defineRoute({
  ...writing,
  path: "/recommendations/{id}/done",
  summary: "Say that an open or accepted recommendation is done",
  request: { params: id, body: body(schemas.noteSchema) },
  responses: answer("The recommendation as it is now", schemas.recommendationSchema),
});
