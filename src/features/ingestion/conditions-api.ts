import { z } from "@hono/zod-openapi";
import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import type { Log } from "#platform/log.ts";
import type { Queue } from "#platform/queue/queue.ts";
import { roles, type Viewer } from "#platform/viewer.ts";
import type { DataCondition } from "./data-conditions.ts";
import type { PollSchedule } from "./poll-schedule.ts";
import { readDataConditions } from "./read-conditions.ts";

const conditionSchema = z
  .object({
    id: z.string().openapi({ description: "The same for the same trouble each time." }),
    kind: z.enum(["stale", "rejected_share", "dead_jobs", "reconciliation_differs"]),
    severity: z.enum(["critical", "warning"]),
    resource: z.string().nullable(),
    title: z.string(),
    figures: z.array(
      z.object({
        label: z.string(),
        value: z.number().nullable(),
        unit: z.enum(["count", "ratio", "seconds"]),
      }),
    ),
    whatToDo: z.string(),
    href: z.string(),
    hrefRole: z.enum(roles),
  })
  .openapi("DataCondition");

const conditionsRoute = defineRoute({
  method: "get",
  path: "/data-conditions",
  summary: "What is wrong with the data now, the worst first",
  tags: ["data"],
  role: "viewer",
  limit: "read",
  responses: {
    200: {
      description: "Conditions; none where all is well",
      content: jsonContent(z.object({ asOf: z.iso.datetime(), conditions: z.array(conditionSchema) })),
    },
  },
});

export type ConditionsNow = { asOf: string; conditions: DataCondition[] };

export type ConditionsPlace = { schedule: readonly PollSchedule[]; businessTimezone: string };

type Asked = { db: Database; viewer: Viewer; queue: Queue; now: () => Date; log: Log };

/** What is wrong with the data now, as a viewer may know it. */
export async function currentConditions(
  { db, viewer, queue, now, log }: Asked,
  place: ConditionsPlace,
): Promise<ConditionsNow> {
  const asOf = now();
  const deadJobs = await queue.counts().then(
    ({ dead }) => dead,
    (error: unknown) => {
      log.warn({ err: error }, "the queue could not be asked for dead jobs");
      return null;
    },
  );
  const conditions = await asViewer(
    db,
    viewer,
    async (trx) => await readDataConditions(trx, { ...place, deadJobs, asOf }),
  );
  return { asOf: asOf.toISOString(), conditions };
}

/** The route that says what is wrong with the data. */
export function createConditionsApi(place: () => ConditionsPlace) {
  return createApi().openapi(conditionsRoute, async (c) => {
    const { conditions, asOf } = await currentConditions(c.var, place());
    return c.json(
      { asOf, conditions: conditions.map((one) => ({ ...one, figures: [...one.figures] })) },
      200,
    );
  });
}
