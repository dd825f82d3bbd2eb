import compression from "compression";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { nameRequest, requireToken } from "./authorise.ts";
import { type Control, controlRoutes } from "./control-routes.ts";
import { railsResources, supportResources } from "./resource-names.ts";
import { resourceRoutes } from "./resource-routes.ts";

export type AppOptions = Control & {
  sourceToken: string;
  supportToken: string;
  /** False until the world is built: nothing but `/health` is answered before. */
  isReady(): boolean;
  /** Milliseconds since 1970, of the world's clock: the Date header follows it. */
  now(): number;
};

/** Both systems on one port: the Rails application at the root, the support system below `/support`. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((_request, response, next) => {
    response.set("Date", new Date(options.now()).toUTCString());
    next();
  });
  app.get("/health", (_request, response) => {
    response.status(options.isReady() ? 200 : 503).json({ status: options.isReady() ? "ready" : "starting" });
  });
  app.use((_request, response, next) => {
    if (options.isReady()) next();
    else response.status(503).set("Retry-After", "1").json({ error: "the world is being built" });
  });
  app.use("/control", nameRequest, requireToken(options.sourceToken), controlRoutes(options));
  app.use(options.faults.handler);
  app.use(nameRequest);
  app.use(compression({ level: 1 }));
  app.use(
    "/support/api/v1",
    requireToken(options.supportToken),
    resourceRoutes(options.source, supportResources),
  );
  app.use("/api/v1", requireToken(options.sourceToken), resourceRoutes(options.source, railsResources));
  app.use(notFound);
  app.use(failed);
  return app;
}

const notFound: RequestHandler = (request, response) => {
  response.status(404).json({ error: `there is nothing at ${request.method} ${request.path}` });
};

const failed: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = typeof error?.status === "number" ? error.status : 500;
  response.status(status).json({ error: error instanceof Error ? error.message : String(error) });
};
