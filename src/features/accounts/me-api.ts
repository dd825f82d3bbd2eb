import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { changeProfile, listBrowsers, selectProfile, signOutBrowser } from "./profile.ts";
import { browserSchema, nameSchema, nothing, profileSchema, timezoneSchema } from "./schemas.ts";
import { readSessionToken } from "./session-cookie.ts";
import { signOutEverywhere } from "./users.ts";

const about = { tags: ["account"], role: "viewer" as const };

const readRoute = defineRoute({
  ...about,
  method: "get",
  path: "/me",
  summary: "Who asks, and its preferences",
  limit: "read",
  responses: { 200: { description: "Profile", content: jsonContent(profileSchema) } },
});

const changeRoute = defineRoute({
  ...about,
  method: "patch",
  path: "/me",
  summary: "Change the own profile and preferences",
  limit: "write",
  request: {
    body: {
      required: true,
      content: jsonContent(
        z.object({
          name: nameSchema.optional(),
          timezone: timezoneSchema.optional(),
          theme: profileSchema.shape.theme.optional(),
          density: profileSchema.shape.density.optional(),
        }),
      ),
    },
  },
  responses: { 200: { description: "Profile", content: jsonContent(profileSchema) } },
});

const browsersRoute = defineRoute({
  ...about,
  method: "get",
  path: "/me/browsers",
  summary: "Where the own account is signed in",
  limit: "read",
  responses: {
    200: { description: "Browsers", content: jsonContent(z.object({ data: z.array(browserSchema) })) },
  },
});

const signOutRoute = defineRoute({
  ...about,
  method: "delete",
  path: "/me/browsers/{id}",
  summary: "Sign one browser out",
  limit: "write",
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: nothing,
});

const signOutAllRoute = defineRoute({
  ...about,
  method: "delete",
  path: "/me/browsers",
  summary: "Sign every browser out",
  limit: "write",
  request: { query: z.object({ keepThis: z.enum(["true", "false"]).default("false") }) },
  responses: { 200: { description: "How many ended", content: jsonContent(z.object({ ended: z.int() })) } },
});

export const meApi = createApi()
  .openapi(readRoute, async (c) => {
    const { viewer } = c.var;
    return c.json(await asViewer(c.var.db, viewer, (trx) => selectProfile(trx, viewer)), 200);
  })
  .openapi(changeRoute, async (c) => {
    const { viewer } = c.var;
    const change = c.req.valid("json");
    const changed = await asViewer(c.var.db, viewer, async (trx) => {
      await changeProfile(trx, viewer, change, c.var.requestId);
      return await selectProfile(trx, viewer);
    });
    return c.json(changed, 200);
  })
  .openapi(browsersRoute, async (c) =>
    c.json({ data: await listBrowsers(c.var.db, c.var.viewer, c.req.raw.headers) }, 200),
  )
  .openapi(signOutRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const { id } = c.req.valid("param");
    await asViewer(c.var.db, viewer, (trx) => signOutBrowser(trx, viewer, id, requestId));
    return c.body(null, 204);
  })
  .openapi(signOutAllRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const token = c.req.valid("query").keepThis === "true" ? readSessionToken(c.req.raw.headers) : null;
    const ended = await asViewer(c.var.db, viewer, async (trx) => {
      const current =
        token === null
          ? undefined
          : await trx.selectFrom("auth_sessions").select("id").where("token", "=", token).executeTakeFirst();
      return await signOutEverywhere(trx, viewer, viewer.userId, { exceptId: current?.id, requestId });
    });
    return c.json({ ended }, 200);
  });
