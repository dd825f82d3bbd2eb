import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { createApiToken, revokeApiToken } from "./api-tokens.ts";
import { listApiTokens } from "./lists.ts";
import { apiTokenSchema, instantSchema, nameSchema, nothing, roleSchema } from "./schemas.ts";

const about = { tags: ["accounts"], role: "admin" as const };

const listRoute = defineRoute({
  ...about,
  method: "get",
  path: "/api-tokens",
  summary: "API tokens, newest first",
  limit: "read",
  request: { query: z.object(newestFirstQuery) },
  responses: {
    200: { description: "Tokens without their secret", content: jsonContent(listPage(apiTokenSchema)) },
  },
});

const createRoute = defineRoute({
  ...about,
  method: "post",
  path: "/api-tokens",
  summary: "Make an API token",
  limit: "write",
  request: {
    body: {
      required: true,
      content: jsonContent(
        z.object({ name: nameSchema, role: roleSchema, days: z.int().min(1).max(730).default(90) }),
      ),
    },
  },
  responses: {
    201: {
      description: "The secret, which is shown this once",
      content: jsonContent(z.object({ id: z.int(), secret: z.string(), expiresAt: instantSchema })),
    },
  },
});

const revokeRoute = defineRoute({
  ...about,
  method: "delete",
  path: "/api-tokens/{id}",
  summary: "End an API token",
  limit: "write",
  request: { params: z.object({ id: z.coerce.number<string>().int().positive() }) },
  responses: nothing,
});

export const apiTokensApi = createApi()
  .openapi(listRoute, async (c) =>
    c.json(await listApiTokens(c.var.db, c.var.viewer, c.req.valid("query")), 200),
  )
  .openapi(createRoute, async (c) => {
    const { viewer, requestId } = c.var;
    if (viewer.kind === "token") {
      throw new AppError(
        "forbidden",
        "A token cannot make another. Sign in and make it under Admin, API tokens.",
      );
    }
    const wanted = { ...c.req.valid("json"), createdBy: viewer.userId };
    const made = await asViewer(c.var.db, viewer, (trx) => createApiToken(trx, viewer, wanted, requestId));
    return c.json({ ...made, expiresAt: made.expiresAt.toISOString() }, 201);
  })
  .openapi(revokeRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const { id } = c.req.valid("param");
    await asViewer(c.var.db, viewer, (trx) => revokeApiToken(trx, viewer, id, requestId));
    return c.body(null, 204);
  });
