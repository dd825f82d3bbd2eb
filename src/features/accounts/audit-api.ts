import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { beforeId, newestFirstPage, newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { countAuditEntries, selectAuditEntries } from "./audit-entries.ts";
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

export const auditApi = createApi().openapi(listRoute, async (c) => {
  const { cursor, limit, ...filter } = c.req.valid("query");
  const page = await asViewer(c.var.db, c.var.viewer, async (trx) =>
    newestFirstPage(
      await selectAuditEntries(trx, filter, { beforeId: beforeId(cursor), size: limit + 1 }),
      limit,
      await countAuditEntries(trx, filter),
    ),
  );
  return c.json(page, 200);
});
