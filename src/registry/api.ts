import type { OpenAPIHono } from "@hono/zod-openapi";
import { sessionCookieNames } from "#features/accounts/session-cookie.ts";
import { readSourceState } from "#features/ingestion/source-state.ts";
import { env } from "#platform/env.ts";
import type { ApiEnv, ResolveViewer } from "#platform/http/api-env.ts";
import { createApiHost } from "#platform/http/api-host.ts";
import { defineRoute } from "#platform/http/route.ts";
import { checkDatabase, checkMigrations, checkWorker } from "#platform/readiness/database-checks.ts";
import type { Check } from "#platform/readiness/readiness.ts";
import { docsApi } from "./docs-api.ts";
import { createHealthApi } from "./health-api.ts";
import { createLiveApi } from "./live-api.ts";
import { featuresApi } from "./routes.ts";
import type { WebRuntime } from "./web-runtime.ts";

const openApiRoute = defineRoute({
  method: "get",
  path: "/api/openapi.json",
  summary: "This API as OpenAPI",
  tags: ["documentation"],
  role: "viewer",
  limit: "read",
  responses: { 200: { description: "The OpenAPI text" } },
});

/** Everything under /api but sign-in: the features' routes, health, documentation and the live stream. */
export function createApiApplication(
  runtime: () => WebRuntime,
  resolveViewer: ResolveViewer,
): OpenAPIHono<ApiEnv> {
  const host = createApiHost(() => {
    const { db, now, log, cache, queue, rateLimits } = runtime();
    return { db, now, log, cache, queue, rateLimits, resolveViewer, appOrigin: appOrigin() };
  });
  const health = createHealthApi(() => ({
    checks: readinessChecks(runtime()),
    sourceState: async () => await readSourceState(runtime().db),
  }));
  host.route("/api/v1", featuresApi);
  host.route("/api/health", health);
  host.route(
    "/api",
    createLiveApi(() => runtime().live, resolveViewer),
  );
  host.route("/api", docsApi);
  host.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: sessionCookieNames[0],
    description: "The cookie of a signed-in person.",
  });
  host.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  host.openAPIRegistry.registerComponent("securitySchemes", "signature", {
    type: "apiKey",
    in: "header",
    name: "webhook-signature",
    description: "The signature of a message by Standard Webhooks, with webhook-id and webhook-timestamp.",
  });
  host.openapi(openApiRoute, (c) => c.json(host.getOpenAPI31Document(openApiFacts)));
  return host;
}

const openApiFacts = {
  openapi: "3.1.0",
  info: {
    title: "Operations dashboard",
    version: "1",
    description:
      "Every route needs a session or an API token, but for health checks and signed pushes. Faults are problem details (RFC 9457).",
  },
};

function appOrigin(): string | null {
  const { APP_URL } = env();
  return APP_URL === null ? null : new URL(APP_URL).origin;
}

function readinessChecks({ db, queue, live }: WebRuntime): Check[] {
  return [
    { name: "database", run: async () => await checkDatabase(db) },
    { name: "migrations", run: async () => await checkMigrations(db) },
    {
      name: "queue",
      run: async () => {
        await queue.check();
        return null;
      },
    },
    {
      name: "live stream",
      run: async () => (live.reader.isListening() ? null : "It is not connected to the database."),
    },
    { name: "worker", run: async () => await checkWorker(db) },
  ];
}
