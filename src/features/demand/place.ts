import { z } from "zod";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";

/** Lists of demand are short: a page begins so many rows after the first one. */
const placeSchema = z.object({ offset: z.int().min(0) });

export type Page = { cursor?: string | undefined; pageSize: number };

/** Where a page begins. Throws invalid_input for a foreign cursor. */
export function offsetOf({ cursor }: Page): number {
  return cursor === undefined ? 0 : decodeCursor(cursor, placeSchema).offset;
}

/** The cursor of the page after this one; null on the last. */
export function nextCursor(page: Page, total: number): string | null {
  const next = offsetOf(page) + page.pageSize;
  return next < total ? encodeCursor({ offset: next }) : null;
}
