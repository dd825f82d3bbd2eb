import { z } from "@hono/zod-openapi";
import { cursorParameter } from "#platform/http/cursor.ts";
import { listPage, pageSizeParameter } from "#platform/http/list-page.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { changeSumSchema, customerHealthSchema, healthChangeSchema } from "./health-schemas.ts";
import { readChangeSum } from "./read-change-sum.ts";
import { listHealthChanges, readCustomerHealth } from "./read-health.ts";

const idParameter = z.object({ id: z.coerce.number<string>().int().positive() });

const healthRoute = defineRoute({
  method: "get",
  path: "/customers/{id}/health",
  summary: "A customer's current health: components, reasons, flags",
  tags: ["customer health"],
  role: "viewer",
  limit: "read",
  request: { params: idParameter },
  responses: {
    200: { description: "The health", content: { "application/json": { schema: customerHealthSchema } } },
  },
});

const historyRoute = defineRoute({
  method: "get",
  path: "/customers/{id}/health/history",
  summary: "Every change of a customer's score or tier, newest first, and what moved it",
  tags: ["customer health"],
  role: "viewer",
  limit: "read",
  request: {
    params: idParameter,
    query: z.object({
      days: z.coerce.number<string>().int().min(1).max(1_095).default(90),
      cursor: cursorParameter,
      pageSize: pageSizeParameter({ usual: 100, most: 500 }),
    }),
  },
  responses: {
    200: {
      description: "One page of changes",
      content: { "application/json": { schema: listPage(healthChangeSchema).openapi("HealthHistory") } },
    },
  },
});

const changesRoute = defineRoute({
  method: "get",
  path: "/customers/{id}/health/changes",
  summary: "What moved a customer's score between two instants, by component, adding up",
  tags: ["customer health"],
  role: "viewer",
  limit: "read",
  request: {
    params: idParameter,
    query: z.object({
      from: z.iso.datetime({ offset: true }),
      to: z.iso.datetime({ offset: true }).optional().openapi({ description: "Now where left out." }),
    }),
  },
  responses: {
    200: {
      description: "The difference and its parts",
      content: { "application/json": { schema: changeSumSchema } },
    },
  },
});

/** Routes over the scores of customers. */
export const customerHealthApi = createApi()
  .openapi(healthRoute, async (c) => {
    return c.json(await readCustomerHealth(c.var, c.req.valid("param").id), 200);
  })
  .openapi(historyRoute, async (c) => {
    return c.json(await listHealthChanges(c.var, c.req.valid("param").id, c.req.valid("query")), 200);
  })
  .openapi(changesRoute, async (c) => {
    const { from, to } = c.req.valid("query");
    const stretch = { from: new Date(from), to: to === undefined ? c.var.now() : new Date(to) };
    return c.json(await readChangeSum(c.var, c.req.valid("param").id, stretch), 200);
  });
