import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { cursorParameter } from "#platform/http/cursor.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage, pageSizeParameter } from "#platform/http/list-page.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { listUsers } from "./lists.ts";
import { nothing, roleSchema, userSchema } from "./schemas.ts";
import { changeUser, signOutEverywhere } from "./users.ts";

const idParameter = z.object({ id: z.string().min(1).max(100) });

const listRoute = defineRoute({
  method: "get",
  path: "/users",
  summary: "Everybody who has an account",
  tags: ["accounts"],
  role: "admin",
  limit: "read",
  request: {
    query: z.object({
      cursor: cursorParameter,
      limit: pageSizeParameter({ usual: 50, most: 200 }),
      search: z.string().trim().max(100).optional(),
    }),
  },
  responses: { 200: { description: "Users by address", content: jsonContent(listPage(userSchema)) } },
});

const changeRoute = defineRoute({
  method: "patch",
  path: "/users/{id}",
  summary: "Change what a user may do and see",
  tags: ["accounts"],
  role: "admin",
  limit: "write",
  request: {
    params: idParameter,
    body: {
      required: true,
      content: jsonContent(
        z.object({
          role: roleSchema.optional(),
          disabled: z.boolean().optional(),
          customerIds: z.array(z.int().positive()).max(10_000).optional(),
          subjectCodes: z.array(z.string().min(1).max(64)).max(1_000).optional(),
        }),
      ),
    },
  },
  responses: nothing,
});

const signOutRoute = defineRoute({
  method: "post",
  path: "/users/{id}/sign-out",
  summary: "Sign a user out in every browser",
  tags: ["accounts"],
  role: "admin",
  limit: "write",
  request: { params: idParameter },
  responses: { 200: { description: "How many ended", content: jsonContent(z.object({ ended: z.int() })) } },
});

export const usersApi = createApi()
  .openapi(listRoute, async (c) => c.json(await listUsers(c.var.db, c.var.viewer, c.req.valid("query")), 200))
  .openapi(changeRoute, async (c) => {
    const { id } = c.req.valid("param");
    const change = c.req.valid("json");
    const { viewer } = c.var;
    if (change.disabled && id === viewer.userId) {
      throw new AppError("conflict", "You cannot disable your own account. Ask another administrator.");
    }
    await asViewer(c.var.db, viewer, (trx) => changeUser(trx, viewer, id, change, c.var.requestId));
    return c.body(null, 204);
  })
  .openapi(signOutRoute, async (c) => {
    const { id } = c.req.valid("param");
    const { viewer, requestId } = c.var;
    const ended = await asViewer(c.var.db, viewer, (trx) =>
      signOutEverywhere(trx, viewer, id, { requestId }),
    );
    return c.json({ ended }, 200);
  });
