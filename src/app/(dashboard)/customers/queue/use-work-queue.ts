"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { QueueState } from "#features/interventions/queue-state.ts";
import type { WorkQueue } from "#features/interventions/schemas.ts";
import { keepPlaces } from "#ui/tables/keep-places.ts";
import { apiClient, readAnswer } from "../../../api-client.ts";

/**
 * The queue that the address asks for. What changes by itself is shown in the old places until `showNewest`; whom the
 * reader has dealt with leaves at once.
 */
export function useWorkQueue(state: QueueState, initial: WorkQueue, now: string) {
  const query = useInfiniteQuery({
    queryKey: ["work-queue", state.who, state.cut],
    queryFn: ({ pageParam }) =>
      readAnswer(
        apiClient["work-queue"].$get({
          query: { ...state, ...(pageParam === null ? {} : { cursor: pageParam }) },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (state.cut === "today" ? null : last.nextCursor),
    initialData: { pages: [initial], pageParams: [null] },
    initialDataUpdatedAt: Date.parse(now),
  });
  const pages = query.data.pages;
  const newest = pages.flatMap(({ data }) => data.map((item) => ({ ...item, id: item.customerId })));
  const key = `${state.who} ${state.cut} ${pages.length}`;
  const [shown, setShown] = useState({ key, rows: newest });
  if (shown.key !== key) setShown({ key, rows: newest });
  const kept = shown.key === key ? keepPlaces(shown.rows, newest) : { rows: newest, moved: 0 };
  return {
    query,
    page: pages.at(-1) ?? initial,
    rows: kept.rows,
    moved: kept.moved,
    showNewest: () => setShown({ key, rows: newest }),
    leave: (id: number) => setShown(({ rows }) => ({ key, rows: rows.filter((row) => row.id !== id) })),
  };
}
