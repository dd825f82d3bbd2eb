import { z } from "@hono/zod-openapi";
import { cursorParameter } from "#platform/http/cursor.ts";
import { pageSizeParameter } from "#platform/http/list-page.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { customerSorts, type TierFilter, tierFilters } from "./customer-order.ts";
import type { ExplainHealth } from "./explain-health.ts";
import { exportCustomers } from "./export-customers.ts";
import { listCustomers } from "./list-customers.ts";
import { listAlerts, listCalls, listSessions, readCustomerDetail } from "./read-customer.ts";
import {
  customerAlertsSchema,
  customerCallsSchema,
  customerDetailSchema,
  customerListSchema,
  customerSessionsSchema,
} from "./schemas.ts";
import { customersPerPage, mostCustomersPerPage, recordsPerPage } from "./weights.ts";

const shared = {
  method: "get" as const,
  tags: ["customers"],
  role: "viewer" as const,
  limit: "read" as const,
};
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: { "application/json": { schema } } },
});

const idParameter = z.object({ id: z.coerce.number<string>().int().positive() });

const tiersParameter = z
  .string()
  .max(100)
  .transform((text, ctx): TierFilter[] => {
    const parsed = z.array(z.enum(tierFilters)).safeParse(text.split(",").filter(Boolean));
    if (parsed.success) return parsed.data;
    ctx.addIssue({
      code: "custom",
      message: `holds tiers with commas between them: ${tierFilters.join(", ")}`,
    });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "critical,at_risk" });

const selectionQuery = {
  sort: z.enum(customerSorts).default("score"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  tiers: tiersParameter
    .optional()
    .openapi({ description: "Without it, everybody but the removed.", example: "critical,at_risk" }),
  search: z.string().max(100).default(""),
  owner: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: "me, nobody, or the id of a colleague." }),
};

const listRoute = defineRoute({
  ...shared,
  path: "/customers",
  summary: "Customers with their health, by default the worst score first",
  request: {
    query: z.object({
      ...selectionQuery,
      cursor: cursorParameter,
      pageSize: pageSizeParameter({ usual: customersPerPage, most: mostCustomersPerPage }),
    }),
  },
  responses: answer("One page of customers, and how many there are in each tier", customerListSchema),
});

const exportRoute = defineRoute({
  ...shared,
  limit: "export",
  path: "/customers.csv",
  summary: "The whole list as a CSV file, in its order; personal data are cut short for viewers",
  request: { query: z.object(selectionQuery) },
  responses: { 200: { description: "The file", content: { "text/csv": { schema: z.string() } } } },
});

const detailRoute = defineRoute({
  ...shared,
  path: "/customers/{id}",
  summary: "One customer: profile, goals and current health",
  request: { params: idParameter },
  responses: answer("The customer", customerDetailSchema),
});

const recordsQuery = z.object({
  cursor: cursorParameter,
  pageSize: pageSizeParameter({ usual: recordsPerPage, most: mostCustomersPerPage }),
});

const sessionsRoute = defineRoute({
  ...shared,
  path: "/customers/{id}/sessions",
  summary: "A customer's sessions, newest and booked ones first",
  request: { params: idParameter, query: recordsQuery },
  responses: answer("One page of sessions", customerSessionsSchema),
});

const alertsRoute = defineRoute({
  ...shared,
  path: "/customers/{id}/alerts",
  summary: "A customer's open alerts, the gravest first, and the last closed ones",
  request: { params: idParameter },
  responses: answer("The alerts", customerAlertsSchema),
});

const callsRoute = defineRoute({
  ...shared,
  path: "/customers/{id}/calls",
  summary: "A customer's calls to support, newest first",
  request: { params: idParameter, query: recordsQuery },
  responses: answer("One page of calls", customerCallsSchema),
});

/** Routes over customers. `explain` puts a stored score into words. */
export function createCustomersApi(explain: ExplainHealth) {
  return createApi()
    .openapi(listRoute, async (c) => {
      const { tiers = [], owner = null, ...query } = c.req.valid("query");
      return c.json(await listCustomers({ ...c.var, explain }, { ...query, tiers, owner }), 200);
    })
    .openapi(exportRoute, async (c) => {
      const { tiers = [], owner = null, ...query } = c.req.valid("query");
      return await exportCustomers({ ...c.var, explain }, { ...query, tiers, owner });
    })
    .openapi(detailRoute, async (c) => {
      return c.json(await readCustomerDetail({ ...c.var, explain }, c.req.valid("param").id), 200);
    })
    .openapi(alertsRoute, async (c) => {
      return c.json(await listAlerts(c.var, c.req.valid("param").id), 200);
    })
    .openapi(sessionsRoute, async (c) => {
      return c.json(await listSessions(c.var, c.req.valid("param").id, c.req.valid("query")), 200);
    })
    .openapi(callsRoute, async (c) => {
      return c.json(await listCalls(c.var, c.req.valid("param").id, c.req.valid("query")), 200);
    });
}
