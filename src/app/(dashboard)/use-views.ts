"use client";

import { useQuery } from "@tanstack/react-query";
import type { SavedView, ViewChange } from "#features/saved-views/schemas.ts";
import type { ViewPage } from "#features/saved-views/view-pages.ts";
import { apiClient, readAnswer, readDone } from "../api-client.ts";
import { useChange } from "./use-change.ts";

/** The views of a page, and what can be done with them. `initial`: as the server has read them. */
export function useViews(page: ViewPage, initial: SavedView[], now: string) {
  const change = useChange(["views"]);
  const query = { page };
  const { data } = useQuery({
    queryKey: ["views", page],
    queryFn: () => readAnswer(apiClient.views.$get({ query })),
    initialData: { data: initial },
    initialDataUpdatedAt: Date.parse(now),
  });
  const send = (id: number, json: ViewChange) =>
    readAnswer(apiClient.views[":id"].$patch({ param: { id: String(id) }, json }));
  return {
    views: data.data,
    /** Keeps what is shown; hands the view to `opened`. Answers what the server refused, or null. */
    async save(view: { name: string; isShared: boolean; query: string }, opened: (view: SavedView) => void) {
      const fault = await change.inForm(
        async () => opened(await readAnswer(apiClient.views.$post({ query, json: view }))),
        `“${view.name}” is saved`,
      );
      return fault?.form ?? null;
    },
    async rename(id: number, name: string) {
      return (await change.inForm(() => send(id, { name }), `Renamed to “${name}”`))?.form ?? null;
    },
    update: (id: number, shown: string) => change.now(() => send(id, { query: shown }), "View updated"),
    share: (id: number, isShared: boolean) =>
      change.now(
        () => send(id, { isShared }),
        isShared ? "Colleagues see this view now" : "Only you see this view now",
      ),
    first: (viewId: number | null) =>
      change.now(
        () => readDone(apiClient.views.first.$put({ query, json: { viewId } })),
        viewId === null ? "The page opens as before" : "The page opens with this view",
      ),
    remove: (id: number) =>
      change.now(
        () => readDone(apiClient.views[":id"].$delete({ param: { id: String(id) } })),
        "View deleted",
      ),
  };
}
