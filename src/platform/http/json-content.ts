import type { z } from "@hono/zod-openapi";

/** A JSON body or answer in the form that a route declares. */
export function jsonContent<Schema extends z.ZodType>(schema: Schema) {
  return { "application/json": { schema } };
}
