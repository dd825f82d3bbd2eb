import type { SavedView } from "../schemas.ts";

/** The view that is on, and whether what is shown differs from it by now. */
export type ShownView = { view: SavedView; isChanged: boolean };

/** The view that was opened; where none was, the one that stands for exactly what is shown. */
export function whichView(
  views: readonly SavedView[],
  { query, saved }: { query: string; saved: number | null },
): ShownView | null {
  const opened = views.find(({ id }) => id === saved) ?? views.find((view) => view.query === query);
  return opened === undefined ? null : { view: opened, isChanged: opened.query !== query };
}
