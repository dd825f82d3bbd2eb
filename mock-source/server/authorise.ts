import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";

/** Every answer of the application, refusals too, carries a request id; the caller's is kept where it is sane. */
export const nameRequest: RequestHandler = (request, response, next) => {
  const given = request.get("x-request-id");
  response.set("X-Request-Id", given && /^[\w-]{1,128}$/.test(given) ? given : randomUUID());
  next();
};

export const requireToken =
  (token: string): RequestHandler =>
  (request, response, next) => {
    const [scheme, given, ...rest] = (request.get("authorization") ?? "").trim().split(/\s+/);
    if (scheme?.toLowerCase() === "bearer" && given === token && rest.length === 0) next();
    else response.status(401).json({ error: "the bearer token is missing or wrong" });
  };
