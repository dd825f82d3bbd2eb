import { OpenAPIHono } from "@hono/zod-openapi";
import { except } from "hono/combine";
import { etag } from "hono/etag";
import { createMiddleware } from "hono/factory";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { ApiEnv, ApiVariables, ResolveViewer } from "./api-env.ts";
import { limitBody } from "./body-limit.ts";
import { asAppError, problemResponse } from "./problem.ts";
import { refuseForeignWrites } from "./refuse-foreign-writes.ts";

export type ApiServices = Omit<ApiVariables, "viewer" | "requestId" | "log"> & {
  log: Log;
  resolveViewer: ResolveViewer;
  /** The origin under which people open the dashboard; the request's own where null. */
  appOrigin: string | null;
};

/**
 * The application that carries all features' applications: mount them with `.route(path, app)`. It names the
 * request, finds the viewer, hands out the services, limits bodies, and turns every fault into
 * problem details. `services` is asked at each request, so that declaring routes opens no connection.
 */
export function createApiHost(services: () => ApiServices): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.use(requestId({ limitLength: 100 }));
  app.use(logRequest(services));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, allowed) =>
        problemResponse(
          new AppError("invalid_input", `${c.req.method} is not possible here; ${allowed.join(", ")} is.`),
          { ...about(c), title: "Method not allowed", status: 405, headers: { allow: allowed.join(", ") } },
        ),
    }),
  );
  // Next compresses: it drops the header of an answer that came compressed, which no browser could read then.
  // A file is written while it is read: to sum it up would mean to hold it whole.
  app.use("/api/v1/*", except(isFile, etag({ weak: true })));
  app.use("/api/v1/*", keepPrivate);
  app.use(refuseForeignWrites(() => services().appOrigin));
  app.use(limitBody);
  app.use(provide(services));
  app.notFound((c) =>
    problemResponse(new AppError("not_found", "There is nothing at this address."), about(c)),
  );
  app.onError((thrown, c) => {
    const error = asAppError(thrown);
    const log = (c.get("log") as Log | undefined) ?? services().log;
    if (error.code === "internal" || error.code === "misconfigured") {
      log.error({ err: thrown, requestId: c.get("requestId"), details: error.details }, "request failed");
    }
    return problemResponse(error, about(c));
  });
  return app;
}

const isFile = (c: { req: { path: string } }) => c.req.path.endsWith(".csv");

type About = { req: { path: string }; get(key: "requestId"): string };

function about(c: About) {
  return { path: c.req.path, requestId: c.get("requestId") };
}

function provide(services: () => ApiServices) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { log, resolveViewer, appOrigin: _, ...rest } = services();
    for (const [name, service] of Object.entries(rest)) c.set(name as keyof typeof rest, service as never);
    c.set("log", log.child({ requestId: c.get("requestId") }));
    const viewer = await resolveViewer(c.req.raw);
    if (viewer !== null) c.set("viewer", viewer);
    await next();
  });
}

/** Answers are for whoever asked, and are asked about again: a browser may keep them, a proxy may not. */
const keepPrivate = createMiddleware(async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "private, no-cache");
});

/** One line for each request, with what it took; never the query, which can hold a search for a person. */
function logRequest(services: () => ApiServices) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const startedAt = performance.now();
    await next();
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    c.res.headers.append("server-timing", `total;dur=${durationMs}`);
    const viewer = c.get("viewer") as ApiVariables["viewer"] | undefined;
    services().log.info(
      {
        requestId: c.get("requestId"),
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        durationMs,
        userId: viewer?.userId,
      },
      "request",
    );
  });
}
