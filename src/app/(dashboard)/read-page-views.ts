import { listViews } from "#features/saved-views/saved-views.ts";
import type { SavedView } from "#features/saved-views/schemas.ts";
import type { ViewPage } from "#features/saved-views/view-pages.ts";
import type { Viewer } from "#platform/viewer.ts";
import { viewQueries } from "#registry/view-queries.ts";
import { webRuntime } from "#registry/web-runtime.ts";

export type ReadViews = {
  views: SavedView[];
  /** The query that an address without one stands for: the reader's first view, or "". */
  firstQuery: string;
};

/** The views of a page for its reader, and what it opens with. */
export async function readPageViews(viewer: Viewer, page: ViewPage): Promise<ReadViews> {
  const views = await listViews({ db: webRuntime().db, viewer, normalise: viewQueries }, page);
  const first = views.find(({ isFirst }) => isFirst);
  return { views, firstQuery: first === undefined ? "" : new URL(first.address, "http://localhost").search };
}
