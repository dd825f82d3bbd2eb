import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { readDataAge } from "./data-age.ts";
import { type Decision, decisionAges } from "./decision-ages.ts";
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
        knownUntil: instant.nullable().openapi({
          description: "When the last poll that succeeded began: what the source showed then has been read.",
        }),
        ageSeconds: z.int().nullable(),
        intervalSeconds: z.int(),
        freshness: z.enum(["fresh", "late", "stale", "never_read"]),
        isStale: z.boolean().openapi({ description: "Not read with success for three intervals, or never." }),
        lastError: z.string().nullable(),
      }),
    ),
    decisions: z
      .array(
        z.object({
          decision: z.string(),
          title: z.string(),
          href: z.string(),
          knownUntil: instant
            .nullable()
            .openapi({ description: "The earliest of its resources; null where one was never read." }),
          isStale: z.boolean(),
          basedOn: z.array(
            z.object({ resource: z.string(), knownUntil: instant.nullable(), isStale: z.boolean() }),
          ),
        }),
      )
      .openapi({ description: "What is decided from which records, and until when those are known." }),
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

/** The route that says how old the data are, given how often each resource is read and what is decided from it. */
export function createDataAgeApi(schedule: () => readonly PollSchedule[], decisions: readonly Decision[]) {
  return createApi().openapi(dataAgeRoute, async (c) => {
    const asOf = c.var.now();
    const age = await asViewer(
      c.var.db,
      c.var.viewer,
      async (trx) => await readDataAge(trx, { schedule: schedule(), asOf }),
    );
    return c.json({ ...age, decisions: decisionAges(age.resources, decisions) }, 200);
  });
}
