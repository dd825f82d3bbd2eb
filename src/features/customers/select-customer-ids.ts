import type { Trx } from "#db/transaction.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import type { Viewer } from "#platform/viewer.ts";
import { selectionFor } from "./list-customers.ts";
import { listPlaceSchema } from "./list-place.ts";
import { readPageOfIds } from "./list-queries.ts";
import { readListState } from "./list-state.ts";

export type AskedIds = {
  /** The query of the address of the list. */
  filter: string;
  cursor: string | null;
  size: number;
  /** The most that all steps together give. */
  most: number;
};

/**
 * The next customers whom the list of an address shows, in its order. Going on from the place of the last one, so that
 * none is left out or met twice when those who were dealt with leave the filter. Throws invalid_input for a foreign cursor.
 */
export async function selectCustomerIds(
  trx: Trx,
  viewer: Viewer,
  { filter, cursor, size, most }: AskedIds,
): Promise<{ ids: number[]; nextCursor: string | null }> {
  const place = cursor === null ? null : decodeCursor(cursor, listPlaceSchema);
  const left = most - (place?.before ?? 0);
  if (left <= 0) return { ids: [], nextCursor: null };
  const selection = selectionFor(viewer, readListState(new URLSearchParams(filter)));
  const page = await readPageOfIds(trx, selection, place, Math.min(size, left));
  const isLast = page.next === null || page.next.before >= most;
  return { ids: page.ids, nextCursor: isLast || page.next === null ? null : encodeCursor(page.next) };
}
