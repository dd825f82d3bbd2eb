import { z } from "@hono/zod-openapi";
import { cursorParameter, decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { type WithIsoDates, withIsoDates } from "#platform/http/iso-dates.ts";
import { pageSizeParameter } from "#platform/http/list-page.ts";

const place = z.object({ id: z.int() });

/** Query parameters of a list that goes by falling numbers. */
export const newestFirstQuery = {
  cursor: cursorParameter,
  limit: pageSizeParameter({ usual: 50, most: 200 }),
};

/** The number before which the page begins. */
export function beforeId(cursor: string | undefined): number | undefined {
  return cursor === undefined ? undefined : decodeCursor(cursor, place).id;
}

/** A page of rows of which one more than `size` was asked for, to know whether there is another page. */
export function newestFirstPage<Row extends { id: number }>(
  rows: readonly Row[],
  size: number,
  total: number,
): { data: WithIsoDates<Row>[]; nextCursor: string | null; total: number } {
  const data = rows.slice(0, size);
  const last = rows.length > size ? data.at(-1) : undefined;
  return {
    data: data.map(withIsoDates),
    nextCursor: last ? encodeCursor({ id: last.id }) : null,
    total,
  };
}
