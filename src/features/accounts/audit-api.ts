import { z } from "@hono/zod-openapi";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { listAuditEntries } from "./lists.ts";
import { auditEntrySchema } from "./schemas.ts";

const listRoute = defineRoute({
  method: "get",
  path: "/audit",
  summary: "Who saw and changed what, newest first",
  tags: ["accounts"],
  role: "admin",
  limit: "read",
  request: {
    query: z.object({
      ...newestFirstQuery,
      actor: z.string().max(100).optional(),
      action: z.string().max(100).optional(),
    }),
  },
  responses: { 200: { description: "Entries", content: jsonContent(listPage(auditEntrySchema)) } },
});

export const auditApi = createApi().openapi(listRoute, async (c) =>
  c.json(await listAuditEntries(c.var.db, c.var.viewer, c.req.valid("query")), 200),
);
