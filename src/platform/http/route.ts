import { createRoute, OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import { AppError } from "../errors.ts";
import { hasRole, type Role } from "../viewer.ts";
import type { ApiEnv } from "./api-env.ts";
import { clientAddress } from "./client-address.ts";
import { invalidInput, problemSchema } from "./problem.ts";
import type { LimitName } from "./rate-limits.ts";

/** What is needed to call a route. Public ones need nobody to be signed in; signed ones check a signature themselves. */
export type RouteRole = Role | "public" | "signed";

type RouteDefinition = Omit<RouteConfig, "middleware" | "security"> & {
  /** The least role that may call it. */
  role: RouteRole;
  /** Which allowance a call counts against. */
  limit: LimitName;
  summary: string;
  tags: string[];
};

/** How role and limit are written into the OpenAPI text, where tests read them again. */
export const roleField = "x-role";
const limitField = "x-rate-limit";

/**
 * Declares a route once: path, schemas, role and rate limit. Both are checked before the input is, and stand in
 * the OpenAPI text. Paths are relative to /api/v1 and write parameters as {name}.
 */
export function defineRoute<Path extends string, R extends Omit<RouteDefinition, "path"> & { path: Path }>(
  definition: R,
) {
  const { role, limit, responses, ...config } = definition;
  const route = createRoute({
    ...config,
    responses: {
      ...responses,
      default: {
        description: "Problem details",
        content: { "application/problem+json": { schema: problemSchema } },
      },
    },
    security: securityOf(role),
    middleware: [checkRole(role), countRequest(limit)],
    [roleField]: role,
    [limitField]: limit,
  });
  // Faults are thrown, so that the types of a handler and of the client know the declared answers alone.
  return route as unknown as ReturnType<typeof createRoute<Path, Omit<R, "role" | "limit"> & { path: Path }>>;
}

function securityOf(role: RouteRole): Record<string, string[]>[] {
  if (role === "public") return [];
  return role === "signed" ? [{ signature: [] }] : [{ session: [] }, { token: [] }];
}

/** An application of one feature: chain `.openapi(route, handler)` on it and export the result. */
export function createApi(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error, result.target);
    },
  });
}

function checkRole(needed: RouteRole) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (needed !== "public" && needed !== "signed") {
      const viewer = c.get("viewer") as ApiEnv["Variables"]["viewer"] | undefined;
      if (viewer === undefined) {
        throw new AppError(
          "unauthenticated",
          "Sign in, or send an API token as Authorization: Bearer TOKEN.",
        );
      }
      if (!hasRole(viewer.role, needed)) {
        throw new AppError("forbidden", `This needs the role ${needed}; yours is ${viewer.role}.`);
      }
    }
    await next();
  });
}

function countRequest(limit: LimitName) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const viewer = c.get("viewer") as ApiEnv["Variables"]["viewer"] | undefined;
    await c.get("rateLimits").take(limit, viewer?.userId ?? clientAddress(c.req.raw.headers));
    await next();
  });
}
