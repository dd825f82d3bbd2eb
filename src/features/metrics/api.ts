import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { daysBefore } from "#domain/time/business-day.ts";
import { AppError } from "#platform/errors.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { type MetricCatalogue, rangeNames } from "#platform/metrics/metric.ts";
import { readOverview } from "./overview.ts";
import { metricDeclarationSchema, overviewSchema, rangeSchema, seriesSchema } from "./overview-schema.ts";
import { hourlySeries } from "./queries.ts";

const overviewRoute = defineRoute({
  method: "get",
  path: "/overview",
  summary: "The cards of the overview",
  tags: ["metrics"],
  role: "viewer",
  limit: "read",
  request: { query: z.object({ range: rangeSchema }) },
  responses: {
    200: { description: "Cards", content: { "application/json": { schema: overviewSchema } } },
  },
});

const listRoute = defineRoute({
  method: "get",
  path: "/metrics",
  summary: "The catalogue of metrics",
  tags: ["metrics"],
  role: "viewer",
  limit: "read",
  responses: {
    200: {
      description: "Declarations",
      content: { "application/json": { schema: z.object({ data: z.array(metricDeclarationSchema) }) } },
    },
  },
});

const seriesRoute = defineRoute({
  method: "get",
  path: "/metrics/{name}/series",
  summary: "The hourly values of one metric",
  tags: ["metrics"],
  role: "viewer",
  limit: "read",
  request: {
    params: z.object({ name: z.string() }),
    query: z.object({
      dimension: z.enum(["", ...rangeNames]).default(""),
      days: z.coerce.number<string>().int().min(1).max(365).default(7),
    }),
  },
  responses: { 200: { description: "Points", content: { "application/json": { schema: seriesSchema } } } },
});

/** Routes over the metrics of the registry; `catalogue` is asked at each request. */
export function createMetricsApi(catalogue: () => MetricCatalogue) {
  return createApi()
    .openapi(overviewRoute, async (c) => {
      const { range } = c.req.valid("query");
      const input = { ...catalogue(), range, asOf: c.var.now() };
      return c.json(await readOverview(c.var, input), 200);
    })
    .openapi(listRoute, (c) => {
      const data = catalogue().metrics.map(
        ({ name, title, question, unit, goodDirection, owner, howComputed }) => ({
          name,
          title,
          question,
          unit,
          goodDirection,
          owner,
          howComputed,
        }),
      );
      return c.json({ data }, 200);
    })
    .openapi(seriesRoute, async (c) => {
      const { name } = c.req.valid("param");
      const { dimension, days } = c.req.valid("query");
      if (!catalogue().metrics.some((metric) => metric.name === name)) {
        throw new AppError("not_found", `There is no metric ${name}. GET /api/v1/metrics lists them.`);
      }
      const to = c.var.now();
      const points = await asViewer(c.var.db, c.var.viewer, async (trx) =>
        hourlySeries(trx, name, dimension, daysBefore(to, days), to),
      );
      const data = points.map(({ at, value }) => ({ at: at.toISOString(), value }));
      return c.json({ metric: name, dimension, points: data }, 200);
    });
}
