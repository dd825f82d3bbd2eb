import { z } from "zod";
import { AppError } from "../errors.ts";

/** The place where the next page of a list begins, as opaque text: base64url of JSON. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/**
 * The place that a cursor names, checked by `schema`. Throws invalid_input for text that this list did not give out.
 */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(readJson(cursor));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", "The cursor is not one of this list. Start again without a cursor.");
}

/** A query parameter for a cursor. */
export const cursorParameter = z.string().min(1).max(2_000).optional();

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    // Not JSON: no schema of a place accepts undefined.
    return undefined;
  }
}
