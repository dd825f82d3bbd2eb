import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Database } from "#db/client.ts";
import { createCache } from "#platform/cache/cache.ts";
import type { ApiEnv } from "#platform/http/api-env.ts";
import { createApiHost } from "#platform/http/api-host.ts";
import { createRateLimits } from "#platform/http/rate-limits.ts";
import { createLog } from "#platform/log.ts";
import type { Queue } from "#platform/queue/queue.ts";
import type { Viewer } from "#platform/viewer.ts";

export const silentLog = createLog({ process: "test", level: "silent" });

/** Somebody who may see everything; change what the test is about. */
export function viewerOf(changes: Partial<Viewer> = {}): Viewer {
  return {
    userId: "user-1",
    kind: "user",
    name: "Olga Operator",
    role: "operator",
    timezone: "America/Chicago",
    customerIds: null,
    subjectCodes: null,
    ...changes,
  };
}

/** One feature's routes behind the real host, asked by whom the test says. */
export function apiUnderTest(options: {
  db: Database;
  now: Date | (() => Date);
  routes: OpenAPIHono<ApiEnv>;
  queue?: Pick<Queue, "enqueue" | "counts">;
}) {
  const cache = createCache({ redisUrl: null, log: silentLog });
  const rateLimits = createRateLimits();
  let asking: Viewer | null = null;
  const host = createApiHost(() => ({
    db: options.db,
    now: () => (typeof options.now === "function" ? options.now() : options.now),
    log: silentLog,
    cache,
    queue: (options.queue ?? {}) as Queue,
    rateLimits,
    resolveViewer: async () => asking,
    appOrigin: null,
  })).route("/api/v1", options.routes);
  const send = async (
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    body: unknown,
    viewer: Viewer | null,
  ) => {
    asking = viewer;
    const headers = { "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await host.request(`/api/v1${path}`, { method, headers, ...sent });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
  return {
    async get(path: string, viewer: Viewer | null = viewerOf()) {
      asking = viewer;
      const response = await host.request(`/api/v1${path}`);
      return { status: response.status, body: await response.json() };
    },
    /** The answer as it comes, for what is no JSON. */
    async fetch(path: string, viewer: Viewer | null = viewerOf()): Promise<Response> {
      asking = viewer;
      return await host.request(`/api/v1${path}`);
    },
    /** Sends a JSON body; the answer's body is null where there is none. */
    post: async (path: string, body: unknown, viewer: Viewer | null = viewerOf()) =>
      await send("POST", path, body, viewer),
    put: async (path: string, body: unknown, viewer: Viewer | null = viewerOf()) =>
      await send("PUT", path, body, viewer),
    patch: async (path: string, body: unknown, viewer: Viewer | null = viewerOf()) =>
      await send("PATCH", path, body, viewer),
    delete: async (path: string, viewer: Viewer | null = viewerOf()) =>
      await send("DELETE", path, undefined, viewer),
    close: () => cache.close(),
  };
}
