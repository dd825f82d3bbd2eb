import { z } from "@hono/zod-openapi";

/** The shape of one page of a list: its rows, the cursor of the next page or null, and how many rows there are in all. */
export function listPage<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.int().nonnegative(),
  });
}

/** A query parameter for the number of rows on a page. */
export function pageSizeParameter(limits: { usual: number; most: number }) {
  return z.coerce.number<string>().int().min(1).max(limits.most).default(limits.usual);
}
