import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ApiEnv } from "#platform/http/api-env.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import {
  changeView,
  deleteView,
  listViews,
  saveView,
  setFirstView,
  type ViewsContext,
} from "./saved-views.ts";
import { newViewSchema, pageSchema, savedViewSchema, savedViewsSchema, viewChangeSchema } from "./schemas.ts";
import type { NormaliseQuery } from "./view-pages.ts";

const about = { tags: ["saved views"], role: "viewer" as const };
const ofPage = z.object({ page: pageSchema });
const ofView = z.object({ id: z.coerce.number<string>().int().positive() });
const body = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: jsonContent(schema) });
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: jsonContent(schema) },
});
const nothing = { 204: { description: "Done" } };

const listRoute = defineRoute({
  ...about,
  method: "get",
  limit: "read",
  path: "/views",
  summary: "One's own views and those that colleagues share, of one page or of all",
  request: { query: ofPage.partial() },
  responses: answer("The views, one's own first", savedViewsSchema),
});

const saveRoute = defineRoute({
  ...about,
  method: "post",
  limit: "write",
  path: "/views",
  summary: "Keep what a page shows under a name",
  request: { query: ofPage, body: body(newViewSchema) },
  responses: { 201: { description: "The view", content: jsonContent(savedViewSchema) } },
});

const changeRoute = defineRoute({
  ...about,
  method: "patch",
  limit: "write",
  path: "/views/{id}",
  summary: "Rename a view, replace what it shows, or share it",
  request: { params: ofView, body: body(viewChangeSchema) },
  responses: answer("The view as it is now", savedViewSchema),
});

const deleteRoute = defineRoute({
  ...about,
  method: "delete",
  limit: "write",
  path: "/views/{id}",
  summary: "Delete a view",
  request: { params: ofView },
  responses: nothing,
});

const firstRoute = defineRoute({
  ...about,
  method: "put",
  limit: "write",
  path: "/views/first",
  summary: "Say which view a page opens with for oneself",
  request: { query: ofPage, body: body(z.object({ viewId: z.int().positive().nullable() })) },
  responses: nothing,
});

/** Routes over saved views. `normalise` knows what the query of each page may hold. */
export function createSavedViewsApi(normalise: NormaliseQuery) {
  const contextOf = (c: Context<ApiEnv>): ViewsContext => ({
    db: c.var.db,
    viewer: c.var.viewer,
    requestId: c.var.requestId,
    normalise,
  });
  return createApi()
    .openapi(listRoute, async (c) =>
      c.json({ data: await listViews(contextOf(c), c.req.valid("query").page) }, 200),
    )
    .openapi(saveRoute, async (c) =>
      c.json(await saveView(contextOf(c), c.req.valid("query").page, c.req.valid("json")), 201),
    )
    .openapi(changeRoute, async (c) =>
      c.json(await changeView(contextOf(c), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .openapi(deleteRoute, async (c) => {
      await deleteView(contextOf(c), c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(firstRoute, async (c) => {
      await setFirstView(contextOf(c), c.req.valid("query").page, c.req.valid("json").viewId);
      return c.body(null, 204);
    });
}
