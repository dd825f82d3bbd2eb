import { z } from "@hono/zod-openapi";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { type Check, checkReadiness } from "#platform/readiness/readiness.ts";

const checkSchema = z.object({
  name: z.string(),
  state: z.enum(["serves", "degraded", "fails"]),
  detail: z.string().nullable(),
});

const readinessSchema = z.object({ isReady: z.boolean(), checks: z.array(checkSchema) }).openapi("Readiness");

export type SourceState = z.infer<typeof checkSchema>;

const liveRoute = defineRoute({
  method: "get",
  path: "/live",
  summary: "Whether the web process answers",
  tags: ["health"],
  role: "public",
  limit: "read",
  responses: {
    200: {
      description: "It does",
      content: { "application/json": { schema: z.object({ isLive: z.literal(true) }) } },
    },
  },
});

const readyRoute = defineRoute({
  method: "get",
  path: "/ready",
  summary: "Whether everything serves: database, migrations, queue, live stream, worker",
  tags: ["health"],
  role: "public",
  limit: "read",
  responses: {
    200: { description: "Everything serves", content: { "application/json": { schema: readinessSchema } } },
    503: {
      description: "Something does not",
      content: { "application/json": { schema: readinessSchema } },
    },
  },
});

export type HealthParts = {
  checks: readonly Check[];
  /** How the source is; a source that is down is shown and does not make the product unready. */
  sourceState: () => Promise<SourceState>;
};

/** /api/health: for load balancers and for people who look why something does not start. */
export function createHealthApi(parts: () => HealthParts) {
  return createApi()
    .openapi(liveRoute, (c) => c.json({ isLive: true as const }, 200))
    .openapi(readyRoute, async (c) => {
      const { checks, sourceState } = parts();
      const readiness = await checkReadiness(checks, c.get("log"));
      const source = await sourceState().catch(
        (): SourceState => ({
          name: "source",
          state: "degraded",
          detail: "Its state cannot be read.",
        }),
      );
      const answer = { isReady: readiness.isReady, checks: [...readiness.checks, source] };
      return readiness.isReady ? c.json(answer, 200) : c.json(answer, 503);
    });
}
