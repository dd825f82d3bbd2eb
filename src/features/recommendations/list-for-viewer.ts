import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import type { Viewer } from "#platform/viewer.ts";
import { type ListQuery, listRecommendations } from "./read-recommendations.ts";
import type { Recommendations } from "./schemas.ts";

/** One page of the recommendations that somebody may see, for a page's first view. */
export async function listForViewer(
  ctx: { db: Database; viewer: Viewer },
  query: ListQuery,
): Promise<Recommendations> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => await listRecommendations(trx, query));
}
