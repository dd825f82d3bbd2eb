import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { readDataAge } from "./data-age.ts";
import type { PollSchedule } from "./poll-schedule.ts";

const instant = z.iso.datetime();

const dataAgeSchema = z
  .object({
    asOf: instant,
    ageSeconds: z
      .int()
      .nullable()
      .openapi({ description: "Seconds since sessions were last read with success." }),
    isStale: z.boolean(),
    resources: z.array(
      z.object({
        resource: z.string(),
        lastSucceededAt: instant.nullable(),
        ageSeconds: z.int().nullable(),
        intervalSeconds: z.int(),
        freshness: z.enum(["fresh", "late", "stale", "never_read"]),
        isStale: z.boolean().openapi({ description: "Not read with success for three intervals, or never." }),
        lastError: z.string().nullable(),
      }),
    ),
  })
  .openapi("DataAge");

const dataAgeRoute = defineRoute({
  method: "get",
  path: "/data-age",
  summary: "How old the records are, resource by resource",
  tags: ["data"],
  role: "viewer",
  limit: "read",
  responses: { 200: { description: "Ages", content: { "application/json": { schema: dataAgeSchema } } } },
});

/** The route that says how old the data are, given how often each resource is read. */
export function createDataAgeApi(schedule: () => readonly PollSchedule[]) {
  return createApi().openapi(dataAgeRoute, async (c) => {
    const asOf = c.var.now();
    return c.json(
      await asViewer(
        c.var.db,
        c.var.viewer,
        async (trx) => await readDataAge(trx, { schedule: schedule(), asOf }),
      ),
      200,
    );
  });
}
